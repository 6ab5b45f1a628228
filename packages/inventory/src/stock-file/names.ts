import type { CellProblem } from './count.ts';
import { isDateName, mayBeMonth } from './date-names.ts';
import { isPlaceholder, PLACEHOLDER_HELP } from './placeholders.ts';
import { UNKNOWN_RESULT, UNKNOWN_RESULT_HELP } from './sheet-cells.ts';
import type { RejectCode } from './types.ts';

/** What is not seen, but for the joiner of emojis. */
const INVISIBLE_PATTERN =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\u034f|(?<!\p{Extended_Pictographic}|\p{Variation_Selector}|\p{Emoji_Modifier})\u200d/gu;
const BLANKS_PATTERN = /[\t\p{Zs}]+/gu;
const LINE_BREAKS_PATTERN = / ?(?:\r\n?|[\n\u2028\u2029]) ?/gu;
/** Hyphens that look like that of ASCII: word processors make one that does not break of it. */
const HYPHENS_PATTERN = /[\u2010\u2011]/gu;
/** The Greek letter, which encodings of Asia have for the sign that keyboards of Europe have; not in a Greek word. */
const MICRO_PATTERN = /(?<!\p{Script=Greek})\u03bc(?!\p{Script=Greek})/gu;
/** How a spreadsheet is made to take digits for text. */
const FORMULA_TEXT_PATTERN = /^=\s*"((?:[^"]|"")*)"$/;
/** An apostrophe that belongs to the word: 's-Hertogenbosch, 't Hart; or one of a pair. */
const OWN_APOSTROPHE_PATTERN = /^'(?:[\p{L}]{1,2}[\s-]|.*'$|$)/u;

/** A cell without what Excel puts around text: `="00123"` and `'00123` are 00123. */
export function unwrapText(cell: string): string {
  const trimmed = cell.trim();
  const text = FORMULA_TEXT_PATTERN.exec(trimmed)?.[1];
  if (text !== undefined) return text.replaceAll('""', '"');
  return trimmed.startsWith("'") && !OWN_APOSTROPHE_PATTERN.test(trimmed) ? trimmed.slice(1) : trimmed;
}

/** ASCII without blanks one after the other, and without a mark at its start. */
const PLAIN_PATTERN = /^[!-&(-<>-~][!-~]*(?: [!-~]+)*$/;

/** The name that a cell means: names that look the same are the same. */
export function normalizeName(cell: string): string {
  const trimmed = cell.trim();
  if (PLAIN_PATTERN.test(trimmed)) return trimmed;
  const visible = unwrapText(cell.replace(INVISIBLE_PATTERN, ''));
  return visible
    .normalize('NFC')
    .replace(BLANKS_PATTERN, ' ')
    .replace(LINE_BREAKS_PATTERN, '\n')
    .replace(HYPHENS_PATTERN, '-')
    .replace(MICRO_PATTERN, '\u00b5')
    .trim();
}

/** What people write for the same as in the row above, but for what may be a name: see `row-marks.ts`. */
const dittoMarks: ReadonlySet<string> = new Set(
  '〃|々|〻|"|″|”|„|«|»|\'\'|´´|-"-|-〃-|위와 같음|위와 동일|同上|仝|同前'.split('|'),
);

/** What has to be looked at closely, by the first character of a name: 0 for nearly all. */
const looks = new Uint8Array(0x10000);
const ALWAYS = 1;
const WITH_DIGITS = 2;
/** Greater: the greatest length of what programs write where there is nothing, and people for the same as above. */
const MIN_LENGTH = 4;
/** Beside one of the others: it may be the letter of a month. */
const MONTH = 0x80;
looks.fill(ALWAYS, 0, 0x30);
looks.fill(WITH_DIGITS, 0x30, 0x3a);
// `\N`, and what is left of lost characters.
for (const mark of '=\\`?\x7f') looks[mark.charCodeAt(0)] = ALWAYS;
for (const word of ['<null>', 'NULL', 'null', 'undefined', '[object Object]', ...dittoMarks])
  if (looks[word.charCodeAt(0)] !== ALWAYS)
    looks[word.charCodeAt(0)] = Math.max(looks[word.charCodeAt(0)]!, word.length, MIN_LENGTH);
for (const letter of 'JFMASONDHTEKabcdefgjklmnoprswŞянфмаисод') looks[letter.charCodeAt(0)]! |= MONTH;
const POINT = 0x2e;

/**
 * Whether a name of which the scanner saw nothing odd may yet be no plain one.
 *
 * @param first its first character
 * @param last its last code
 */
export function needsLook(first: number, last: number, name: string): boolean {
  // A placeholder ends so.
  if (last === POINT) return true;
  // As does the number of an error.
  if (last >= 0x30 && last <= 0x39 && isColon(name.charCodeAt(name.length - 4))) return true;
  const look = looks[first]!;
  if (look === 0) return false;
  if (look === ALWAYS) return true;
  if (look === WITH_DIGITS)
    return (
      name.length > 16 ||
      name.includes('+') ||
      name.endsWith('.0') ||
      name.endsWith(':00') ||
      isDateMark(name.charCodeAt(1)) ||
      isDateMark(name.charCodeAt(2)) ||
      name.charCodeAt(4) > 0x7f
    );
  if ((look & MONTH) > 0 && mayBeMonth(name, last)) return true;
  return name.length <= (look & ~MONTH);
}

function isColon(code: number): boolean {
  return code === 0x3a || code === 0xff1a;
}

/** What stands behind the first digits of a fraction or a date. */
function isDateMark(code: number): boolean {
  return (code >= 0x2c && code <= 0x2f) || code > 0x7f;
}

/**
 * Errors of spreadsheets, in the languages that write them differently too: #N/A, #NV, #REF!, #BEZUG!, #¡REF!, …; those that
 * end in no mark are listed, since `#1` and `#hashtag` are names. A column that is too narrow shows `####`.
 */
const ERROR_VALUE_PATTERN = /^(?:#(?:N\/A|NV|ND|N\/D|[\p{Lu}\d/_¡¿]+[!?])(?:\s.*)?|#{2,}|#GETTING_DATA)$/u;
/** What LibreOffice writes: `Err:502`, and in French `Err :502`. */
const NUMBERED_ERROR_PATTERN =
  /^(?:Err|Erro|Fout|Fel|Fejl|Feil|Chyba|Hiba|Błąd|Virhe|Ошибка|Помилка|오류|エラー|错误|錯誤) ?[:：] ?5\d\d$/u;
const NAMED_ERROR_PATTERN =
  /^#(?:N\/A|N\/D|N\/B|N\/T|I\/T|Н\/Д|N\/DISP|HIÁNYZIK|YOK|NENÍ_K_DISPOZICI|NEDOSTUPNÝ|PUUTTUU|SAKNAS|Δ\/Υ|N\/V|DIV\/0|ERR|ERROR|REF|VALUE|NAME|NUM|NULL|SPILL|CALC)[!?]?$/iu;
/** What programs write where there is nothing: pandas, databases and their dumps (`\N`). */
const NOTHING_PATTERN =
  /^(?:null|NULL|Null|nan|NaN|NAN|<NA>|NaT|N\/A|n\/a|None|none|NONE|nil|undefined|\[object Object\]|\\N|\(null\)|\(NULL\)|<null>|<NULL>|\[NULL\]|[-\u2013\u2014]+)$/;
/** What pivot tables write, in the language of the spreadsheet. */
const BLANK_PATTERN =
  /^\((?:blank|leer|vide|en blanco|vac[ií]as?|vac[ií]os?|vazio|vazia|em branco|vuoto|vuota|leeg|puste|pusty|prázdné|prázdne|üres|boş|tomt?|tyhjä|blanko|пусто|порожньо|κενό|비어 있음|空白)\)$/iu;
/** What R writes for a missing value; of a store it may be a code: North America, Namibia. */
const MISSING_ITEM_PATTERN = /^NA$/;
/** Of `="00123"` the text is known; of others a program would have to calculate it. */
const FORMULA_PATTERN = /^=\s*[\p{L}\p{N}+\-'"(@$.]/u;
/** What a program leaves of a name that its encoding has no characters for: different ones become one. */
const LOST_PATTERN = /^\?[? ]*$/;
/** What a spreadsheet makes of a number of more than eleven digits; Java writes it without the plus. */
const ROUNDED_PATTERN = /^[+-]?\d(?:[.,]\d+)?[eE]\+\d{2,}$|^[+-]?\d[.,]\d+[eE]-?\d{2}$/;
/** Beyond its 15 digits a spreadsheet writes zeros. One zero more may be the number's own. */
const ZEROS_PATTERN = /^[1-9]\d{14}0{2,}$/;
/**
 * What pandas writes of whole numbers in a column that has an empty cell: 00123 is 123.0 then. A short one may be a name (2.0); the
 * number of a store is none.
 */
const floatPatterns = { store: /^\d+\.0$/, item: /^\d{3,}\.0$/ } as const;
const FULL_WIDTH_PATTERN = /[\uff0b-\uff19\uff25\uff45]/;
/** All but tabs and line breaks. No program writes them into a name on purpose, and terminals act on them. */
// eslint-disable-next-line no-control-regex
const CONTROL_PATTERN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

function isErrorValue(name: string): boolean {
  return (
    ERROR_VALUE_PATTERN.test(name) || NAMED_ERROR_PATTERN.test(name) || NUMBERED_ERROR_PATTERN.test(name)
  );
}

/** What is wrong with a name that stands for none. */
export function checkText(name: string, field: 'store' | 'item'): CellProblem | undefined {
  if (name === UNKNOWN_RESULT)
    return { code: `${field}-error-value` satisfies RejectCode, explanation: UNKNOWN_RESULT_HELP };
  if (isErrorValue(name))
    return {
      code: `${field}-error-value` satisfies RejectCode,
      explanation:
        'is an error value of a spreadsheet; correct the formula behind it, and export the file again',
    };
  if (isPlaceholder(name))
    return { code: `${field}-error-value` satisfies RejectCode, explanation: PLACEHOLDER_HELP };
  if (dittoMarks.has(name.toLowerCase()))
    return {
      code: `${field}-error-value` satisfies RejectCode,
      explanation: 'stands for what is written above; write the name itself',
    };
  if (
    NOTHING_PATTERN.test(name) ||
    BLANK_PATTERN.test(name) ||
    (field === 'item' && MISSING_ITEM_PATTERN.test(name))
  )
    return {
      code: `${field}-error-value` satisfies RejectCode,
      explanation: 'is what programs write for a missing value; write the name',
    };
  if (LOST_PATTERN.test(name))
    return {
      code: 'cell-encoding' satisfies RejectCode,
      explanation:
        'is what a program writes for characters that its encoding lacks; export the file again, in UTF-8',
    };
  const control = CONTROL_PATTERN.exec(name)?.[0];
  if (control !== undefined)
    return {
      code: 'cell-encoding' satisfies RejectCode,
      explanation: `has the control character U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}, which is not part of a name; remove it`,
    };
  if (FORMULA_PATTERN.test(name) && !FORMULA_TEXT_PATTERN.test(name))
    return {
      code: `${field}-error-value` satisfies RejectCode,
      explanation: 'is a formula, and not what it results in; export the values',
    };
  const plain = FULL_WIDTH_PATTERN.test(name) ? name.normalize('NFKC') : name;
  if (isDateName(plain))
    return {
      code: `${field}-date` satisfies RejectCode,
      explanation:
        'is a date, which spreadsheets make of names like 3-1; format the column as text before the export, and write the name again',
    };
  if (ROUNDED_PATTERN.test(plain) || ZEROS_PATTERN.test(plain))
    return {
      code: `${field}-rounded` satisfies RejectCode,
      explanation:
        'is a number that a spreadsheet rounded, so its last digits are lost; format the column as text before the export',
    };
  if (floatPatterns[field].test(name))
    return {
      code: `${field}-rounded` satisfies RejectCode,
      explanation:
        'is a number that a program made a fraction of, so its leading zeros are lost; read the column as text before the export, and write the name again',
    };
  return undefined;
}

/** Quotes that are none of CSV: of one kind at both ends. */
const OTHER_QUOTES_PATTERN = /^(?:'.+'|`.+`|´.+´|‘.+’|“.+”|„.+[“”]|«.+»|「.+」)$/u;

/**
 * What is wrong with a row whose names are both in quotes that a stock file does not have: `'Berlin','Echo',3`. One name in
 * quotes may be the name of it.
 */
export function checkQuotes(store: string, item: string): CellProblem | undefined {
  if (!OTHER_QUOTES_PATTERN.test(item) || !OTHER_QUOTES_PATTERN.test(store)) return undefined;
  return {
    code: 'cell-quote-text',
    explanation: 'is in quotes, as the store is, but not in those of CSV; put " around each cell, or nothing',
  };
}
