/** A sentence as the code writes it, with placeholders, and in Korean. */
export type SentencePair = readonly [en: string, ko: string];
