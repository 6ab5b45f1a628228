import { commonSentences } from './common-sentences.ts';
import { scheduleSentences } from './schedule-sentences.ts';
import { createTranslation } from './translate.ts';

/** Of schedules alone: a function that writes of nothing else does not load the texts of all. */
export const { translateText } = createTranslation((name) =>
  name === 'schedules' ? [...scheduleSentences, ...commonSentences] : [],
);
