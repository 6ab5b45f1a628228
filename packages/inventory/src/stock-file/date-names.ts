/*
 * What spreadsheets make of names like 3-1 and 1/3, as they export it: the day or the year beside the short name of the month, in
 * the language of the spreadsheet, with the mark that this language has between them.
 */

const ENGLISH = 'Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Sept|Oct|Nov|Dec';
const GERMAN = 'Jan|Jän|Feb|Mrz|Mär|März|Apr|Mai|Jun|Juni|Jul|Juli|Aug|Sep|Sept|Okt|Nov|Dez';
/** English, French, Spanish, Italian, Portuguese, Dutch, Swedish and Danish: `01-mars`, `mar-24`. */
const HYPHENATED =
  'jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec|janv|févr|fevr|mars|avr|mai|juin|juil|août|aout|déc|ene|abr|ago|dic|gen|mag|giu|lug|ott|fev|dez|mrt|mei|okt|maj';
/** Portuguese: `01/mar`, `mar/24`. */
const SLASHED = 'jan|fev|mar|abr|mai|jun|jul|ago|set|out|nov|dez';
/** Polish and Norwegian: `01.mar`, `lis.24`. */
const DOTTED = 'sty|lut|mar|kwi|maj|cze|lip|sie|wrz|paź|lis|gru|jan|feb|apr|mai|jun|jul|aug|sep|okt|nov|des';
/** Turkish and Russian: `05.Şub`, `мар.24`. */
const DOTTED_EAST =
  'Oca|Şub|Mar|Nis|May|Haz|Tem|Ağu|Eyl|Eki|Kas|Ara|янв|фев|мар|апр|май|июн|июл|авг|сен|окт|ноя|дек';
const YEAR = '(?:\\d{2}|\\d{4})';

const patterns: readonly RegExp[] = [
  ...withMark(ENGLISH, '-'),
  ...withMark(GERMAN, '-'),
  ...withMark(HYPHENATED, '-'),
  ...withMark(SLASHED, '/'),
  ...withMark(DOTTED, '\\.'),
  ...withMark(DOTTED_EAST, '\\.'),
  // Oracle, which has no short form.
  new RegExp(`^\\d{2}-(?:${ENGLISH.toUpperCase()})-${YEAR}$`),
  // Of the Italian September and the Portuguese October: 6-set and out-24 are names.
  /^0\d-(?:set|out)$/,
  new RegExp(`^\\d{1,2}\\. ?(?:${GERMAN})\\.?(?: ${YEAR})?$`),
  new RegExp(`^(?:${GERMAN})\\.? ${YEAR}$`),
  /^(?:\d{2,4}(?:년 ?|年))?\d{1,2}(?:월 ?\d{1,2}일|月\d{1,2}日)$/,
  // pandas and Excel, of a date without a time.
  /^\d{4}-\d{2}-\d{2}[ T]0?0:00(?::00(?:\.0+)?)?(?:Z|[+-]00:?00)?$/,
  /^\d{1,2}([./])\d{1,2}\1\d{2,4} 0?0:00(?::00)?$/,
];

function withMark(months: string, mark: string): RegExp[] {
  return [
    new RegExp(`^\\d{1,2}${mark}(?:${months})\\.?(?:${mark}${YEAR})?$`),
    new RegExp(`^(?:${months})\\.?${mark}${YEAR}$`),
  ];
}

/** Whether a name is a date that stands for another name. */
export function isDateName(name: string): boolean {
  return patterns.some((pattern) => pattern.test(name));
}

/** `3/1/2026`, `01.03.2026`, `2026/3/1`: the short form of dates in most languages. With hyphens and the year first it is a name. */
const SHORT_DATE_PATTERN =
  /^(?:(?<one>\d{1,2})(?<mark>[./])(?<two>\d{1,2})\k<mark>(?:19|20)\d{2}|(?:19|20)\d{2}\/(?<month>\d{1,2})\/(?<day>\d{1,2}))$/;
const MIN_SHORT_DATE = 8;
const MAX_SHORT_DATE = 10;
const MAX_MONTH = 12;
const MAX_DAY = 31;

/**
 * Whether a name is a whole date in its short form, which spreadsheets make of names like 3-1-26. It may be the name of an edition as
 * well.
 */
export function isShortDate(name: string): boolean {
  if (name.length < MIN_SHORT_DATE || name.length > MAX_SHORT_DATE) return false;
  const { one, two, month = one, day = two } = SHORT_DATE_PATTERN.exec(name)?.groups ?? {};
  if (month === undefined || day === undefined) return false;
  const [least, most] = [Math.min(Number(month), Number(day)), Math.max(Number(month), Number(day))];
  return least >= 1 && least <= MAX_MONTH && most <= MAX_DAY;
}

const MAX_MONTH_LENGTH = 10;
/** The first three letters of each month. */
const beginnings: ReadonlySet<string> = new Set(
  [ENGLISH, GERMAN, HYPHENATED, SLASHED, DOTTED, DOTTED_EAST]
    .join('|')
    .split('|')
    .map((month) => month.slice(0, 3)),
);

/**
 * Whether a name that begins with a letter may be a month and a year: `Mar-01`, `mars-24`, `Mrz 24`.
 *
 * @param last its last code
 */
export function mayBeMonth(name: string, last: number): boolean {
  // Months are not in capitals: MAR-01 is a name.
  if (last < 0x30 || last > 0x39 || name.length > MAX_MONTH_LENGTH || name.charCodeAt(1) < 0x61) return false;
  const hasMark = isMark(name.charCodeAt(3)) || isMark(name.charCodeAt(4)) || isMark(name.charCodeAt(5));
  return hasMark && beginnings.has(name.slice(0, 3));
}

function isMark(code: number): boolean {
  return code === 0x20 || (code >= 0x2d && code <= 0x2f);
}
