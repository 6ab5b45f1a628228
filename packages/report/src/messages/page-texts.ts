import type { Language } from './catalog.ts';
import { fillTemplate } from './template.ts';

/** The texts of every page, whatever it is about. */
const texts = {
  about: { en: 'About this report', ko: '이 보고서에 대하여' },
  calendarByDay: { en: '{name}: {value} by day', ko: '{name}: 일별 {value}' },
  calendarScale: { en: '{value} of a day: 0', ko: '하루 중 {value}: 0' },
  contents: { en: 'Contents', ko: '목차' },
  dayWithNote: { en: 'a day with a note', ko: '설명이 있는 날' },
  daysWithNotes: { en: '{count} days have notes', ko: '설명이 있는 날 {count}일' },
  dayWithNotes: { en: '1 day has a note', ko: '설명이 있는 날 1일' },
  figures: { en: 'Figures', ko: '수치' },
  folded: {
    en: '{count} rows in all. The first {shown} are shown; the others are in the blocks above: open those to read and to print them.',
    ko: '모두 {count}행입니다. 처음 {shown}행을 보여 줍니다. 나머지는 위의 접힌 블록에 있으며, 펼치면 보이고 인쇄됩니다.',
  },
  highest: { en: 'Highest', ko: '최고' },
  last: { en: 'Last', ko: '마지막' },
  leftOut: { en: 'Left out for lack of width: {names}.', ko: '폭이 모자라 뺀 열: {names}.' },
  lowest: { en: 'Lowest', ko: '최저' },
  next: { en: 'What to do next', ko: '다음에 할 일' },
  none: { en: 'none', ko: '없음' },
  notes: { en: 'Notes', ko: '참고' },
  range: { en: '{from} to {to}', ko: '{from}~{to}' },
  row: { en: 'Row {row}', ko: '{row}행' },
  rows: { en: 'Rows {from} to {to}', ko: '{from}~{to}행' },
  table: { en: 'Table', ko: '표' },
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
