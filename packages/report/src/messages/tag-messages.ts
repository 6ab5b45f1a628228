import { commonSentences } from './common-sentences.ts';
import { tagSentences } from './tag-sentences.ts';
import { createTranslation } from './translate.ts';

/** Of reports on tags alone: a function that makes no others does not load the texts of all. */
export const { translateReport, translateText } = createTranslation((name) =>
  name === 'tags' ? [...tagSentences, ...commonSentences] : [],
);
