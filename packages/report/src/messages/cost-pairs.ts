import { commonSentences } from './common-sentences.ts';
import { costSentences } from './cost-sentences.ts';
import { costTextPairs } from './cost-texts.ts';
import type { SentencePair } from './sentence-pair.ts';

/** Texts of the cost report have a key each; those of all others share one meaning for each English text. */
export const costPairs = (): readonly SentencePair[] => [
  ...costSentences,
  ...costTextPairs(),
  ...commonSentences,
];
