import { costPairs } from './cost-pairs.ts';
import { createTranslation } from './translate.ts';

export { costText, type CostTextKey, dayInWords } from './cost-texts.ts';
export type { Language } from './catalog.ts';

/** Of reports on costs alone: a function that makes no others does not load the texts of all. */
export const { translateReport, translateText } = createTranslation((name) =>
  name === 'costs' ? costPairs() : [],
);
