export { costMailText, type CostMailTextKey } from './cost-mail-texts.ts';
export { tagMailText, type TagMailTextKey } from './tag-mail-texts.ts';
