export { alertSentence, type AlertSentence, digestTitle, type Language, languages } from './catalog.ts';
export { fillTemplate, placeholdersOf } from './template.ts';
