export { costMailText, type CostMailTextKey } from './cost-mail-texts.ts';
export { scheduleMailText } from './schedule-mail-texts.ts';
export { tagMailText, type TagMailTextKey } from './tag-mail-texts.ts';
