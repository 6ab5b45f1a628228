import { sentencePairs } from './sentence-catalogs.ts';
import { createTranslation } from './translate.ts';

/** Of all reports. */
export const { findKorean, translateReport, translateText } = createTranslation(sentencePairs);
