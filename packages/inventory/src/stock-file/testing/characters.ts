import type { StockFileEncoding } from '../types.ts';

/** Characters that an encoding has, among them those whose later bytes look like letters, bars or digits. */
const characters: Readonly<Partial<Record<StockFileEncoding, readonly string[]>>> = {
  'windows-1252': ['\u00e9', '\u00df\u00fc', '\u20ac', '\u2019'],
  'windows-1250': ['\u0151', '\u0141\u017e', '\u20ac', '\u2019'],
  'windows-1251': ['\u042f', '\u0436\u0451', '\u20ac', '\u2019'],
  shift_jis: ['\u6771\u4eac', '\u8868', '\u30dd', '\uff71'],
  'euc-jp': ['\u6771\u4eac', '\u30bd', '\uff71', '\u4e02'],
  gb18030: ['\u5317\u4eac', '\u4e02', '\u3400', '\u20ac'],
  big5: ['\u81fa\u5317', '\u529f', '\u8a31', '\u842c'],
};
const usual: readonly string[] = ['\uc11c\uc6b8', '\ud7a3', '\u3000', '\u00b7'];

export function charactersOf(encoding: StockFileEncoding): readonly string[] {
  return characters[encoding] ?? usual;
}
