import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** What every page says, whatever it is about. */
const texts = {
  figures: { en: 'Figures', ko: '수치' },
  highest: { en: 'Highest', ko: '최고' },
  last: { en: 'Last', ko: '마지막' },
  lowest: { en: 'Lowest', ko: '최저' },
  none: { en: 'none', ko: '없음' },
  range: { en: '{from} to {to}', ko: '{from}~{to}' },
  trend: { en: 'Trend', ko: '추이' },
  valuesBelow: { en: 'The values are in the table below.', ko: '값은 아래 표에 있습니다.' },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

/** A text of a page, with its placeholders filled. */
export function pageText(
  key: keyof typeof texts,
  language: Language = 'en',
  values: Readonly<Record<string, string>> = {},
): string {
  return fillTemplate(texts[key][language], values);
}
