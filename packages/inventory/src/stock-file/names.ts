import type { CellProblem } from './count.ts';
import { UNKNOWN_RESULT, unknownResultHelp } from './sheet-cells.ts';
import type { RejectCode } from './types.ts';

/** What is not seen, but for the joiner of emojis. */
const INVISIBLE_PATTERN =
  /[\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff]|\u034f|(?<!\p{Extended_Pictographic}|\p{Variation_Selector}|\p{Emoji_Modifier})\u200d/gu;
const BLANKS_PATTERN = /[\t\p{Zs}]+/gu;
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
  return visible.normalize('NFC').replace(BLANKS_PATTERN, ' ').trim();
}

/** What has to be looked at closely, by the first code of a name. */
const looks = new Uint8Array(0x100);
const ALWAYS = 1;
const WITH_PLUS = 2;
const WITH_COLON = 3;
looks.fill(ALWAYS, 0, 0x30);
looks[0x3d] = ALWAYS;
looks[0x7f] = ALWAYS;
looks.fill(WITH_PLUS, 0x30, 0x3a);
looks[0x45] = WITH_COLON;
// Greater: the greatest length of what programs write where there is nothing.
for (const word of ['<null>', 'NULL', 'null', 'undefined', '[NULL]']) looks[word.charCodeAt(0)] = word.length;
// `\N`, and what is left of lost characters.
looks[0x5c] = ALWAYS;
looks[0x3f] = ALWAYS;

/** Whether a name that begins with `code`, and of which the scanner saw nothing odd, may yet be no plain one. */
export function needsLook(code: number, name: string): boolean {
  const look = looks[code]!;
  if (look === 0) return false;
  if (look === ALWAYS) return true;
  if (look === WITH_PLUS) return name.includes('+') || isMark(name.charCodeAt(1));
  return look === WITH_COLON ? name.charCodeAt(3) === 0x3a : name.length <= look;
}

function isMark(code: number): boolean {
  return code === 0x2e || code === 0x2c;
}

/** Errors of spreadsheets, in the languages that write them differently too: #N/A, #NV, #REF!, #BEZUG!, … */
const ERROR_VALUE_PATTERN = /^(?:#(?:N\/A|NV|ND|N\/D|[\p{Lu}\d/_¿]+[!?])(?:\s.*)?|#GETTING_DATA|Err:\d{3})$/u;
/** What programs write where there is nothing: pandas, databases and their dumps (`\N`), pivot tables (`(blank)`). */
const NOTHING_PATTERN =
  /^(?:null|NULL|Null|nan|NaN|NAN|<NA>|N\/A|n\/a|None|undefined|\\N|\(null\)|\(NULL\)|<null>|<NULL>|\[NULL\]|\(blank\)|\(Leer\)|\(비어 있음\)|\(空白\))$/;
/** What a program leaves of a name that its encoding has no characters for: different ones become one. */
const LOST_PATTERN = /^\?[? ]*$/;
/** What a spreadsheet makes of a number of more than eleven digits; Java writes it without the plus. */
const ROUNDED_PATTERN = /^\d(?:[.,]\d+)?[eE]\+\d{2,}$|^\d[.,]\d+[eE]\d{2}$/;

/** All but tabs and line breaks. No program writes them into a name on purpose, and terminals act on them. */
// eslint-disable-next-line no-control-regex
const CONTROL_PATTERN = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]/;

/** What is wrong with a name that stands for none. */
export function checkText(name: string, field: 'store' | 'item'): CellProblem | undefined {
  if (name === UNKNOWN_RESULT)
    return { code: `${field}-error-value` satisfies RejectCode, explanation: unknownResultHelp };
  if (ERROR_VALUE_PATTERN.test(name))
    return {
      code: `${field}-error-value` satisfies RejectCode,
      explanation:
        'is an error value of a spreadsheet; correct the formula behind it, and export the file again',
    };
  if (NOTHING_PATTERN.test(name))
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
      explanation: `has the control character U+${control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}, which is no part of a name; remove it`,
    };
  if (ROUNDED_PATTERN.test(name))
    return {
      code: `${field}-rounded` satisfies RejectCode,
      explanation:
        'is a number that a spreadsheet rounded, so its last digits are lost; format the column as text before the export',
    };
  return undefined;
}
