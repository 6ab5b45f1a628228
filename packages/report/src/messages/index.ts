export { type ChatNotification, chatNotification } from './chat-notification.ts';
export {
  alertSentence,
  type AlertSentence,
  alertSubject,
  digestSubject,
  digestTitle,
  type Language,
  languages,
} from './catalog.ts';
export { costText, type CostTextKey, dayInWords } from './cost-texts.ts';
export { type SentenceCatalog, sentenceCatalogs } from './sentence-catalogs.ts';
export { fillTemplate, placeholdersOf } from './template.ts';
export { findKorean, translateReport, translateText } from './translations.ts';
