import { isShortDate } from './date-names.ts';
import type { ColumnMap } from './columns.ts';
import { quote } from './errors.ts';
import { isNoWord, lacksCharacter, mayLackCharacter } from './lost-characters.ts';
import { readWrongly } from './read-wrongly.ts';
import { encodedOnce } from './twice-encoded.ts';
import type { LostSeen, RejectCode, RowVerdict, ShelfNames, StockRow } from './types.ts';

const HOW_TO_KEEP = 'load the file with --names keep (setting Names)';

/** Words for the same as in the row above, which are names as well. */
const dittoWords: ReadonlySet<string> = new Set(['ditto', 'dito', 'idem', '상동']);

const exampleWords = [
  '작성\\s?예시?|입력\\s?예시?|예시?|예제|記入例|入力例|例|範例|范例|示例|[Ee]xample|EXAMPLE|[Ee]x|EX|e\\.\\s?g\\.?',
  '[Bb]eispiel|z\\.\\s?B\\.?|[Ee]xemple|[Ee]jemplo|[Ee]sempio|[Ee]xemplo|[Пп]ример',
].join('|');
/** How templates mark the rows that show how they are filled in. A sample may be a good, and `E.G.` a brand. */
const EXAMPLE_PATTERN = new RegExp(
  [
    `[([<【（［〈「]\\s*(?:${exampleWords})\\s*[)\\]>】）］〉」].*`,
    `※?\\s*(?:${exampleWords})\\s*[):：）].*`,
    '(?:e\\.\\s?g\\.?|z\\.\\s?B\\.?)(?:[\\s,].*)?',
    '※?\\s*(?:작성\\s?|입력\\s?)?예시(?:\\s?(?:매장|지점|점포|창고|상품|품목|제품|상품명|품목명))?\\s?\\d*',
    '예시(?:입니다|[-_].+)|예제|記入例|入力例|例(?:[\\s・].+)?|例如.*|示例(?:店铺|门店|仓库|商品|产品)?',
    '(?:[Ee]xample|EXAMPLE) (?:[Ss]tore|STORE|[Ss]hop|[Bb]ranch|[Ll]ocation|[Ww]arehouse|[Ii]tem|ITEM|[Pp]roduct|PRODUCT|[Aa]rticle|SKU)(?: \\d{1,3})?',
  ]
    .map((form) => `^(?:${form})$`)
    .join('|'),
  'u',
);
/** What begins a line that was taken out, in the programs that people take lines out in. */
const COMMENT_PATTERN = /^(?:[#＃]+|\/\/+|--+|\/\*+|<!--|;+)\s*[\p{L}([（［]/u;

/** The characters that HTML has names for, but for letters with accents. */
const htmlNames: ReadonlyMap<string, string> = new Map(
  [
    'amp=& AMP=& lt=< LT=< gt=> GT=> quot=" QUOT=" apos=\' szlig=ß aelig=æ AElig=Æ oslash=ø Oslash=Ø oelig=œ OElig=Œ',
    'eth=ð ETH=Ð thorn=þ THORN=Þ lstrok=ł Lstrok=Ł aogon=ą eogon=ę zdot=ż Idot=İ inodot=ı gbreve=ğ Gbreve=Ğ',
    'ndash=– mdash=— minus=− hyphen=‐ dash=‐ lsquo=‘ rsquo=’ sbquo=‚ ldquo=“ rdquo=” bdquo=„ laquo=« raquo=»',
    'lsaquo=‹ rsaquo=› hellip=… bull=• middot=· deg=° reg=® REG=® copy=© COPY=© trade=™ TRADE=™ euro=€ pound=£',
    'yen=¥ cent=¢ sect=§ para=¶ micro=µ times=× divide=÷ plusmn=± sup1=¹ sup2=² sup3=³ frac12=½ frac14=¼ frac34=¾',
    'ordm=º ordf=ª iexcl=¡ iquest=¿ permil=‰ prime=′ Prime=″ infin=∞ hearts=♥ star=☆ starf=★ check=✓ rarr=→ larr=←',
    'le=≤ ge=≥ ne=≠ alpha=α beta=β gamma=γ delta=δ mu=μ pi=π Omega=Ω omega=ω comma=, period=. colon=: semi=;',
    'excl=! quest=? lpar=( rpar=) lsqb=[ rsqb=] sol=/ num=# percnt=% ast=* plus=+ equals== commat=@ lowbar=_',
  ]
    .join(' ')
    .split(' ')
    .map((pair) => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)] as const)
    .concat(['nbsp', 'ensp', 'emsp', 'thinsp', 'NewLine', 'Tab'].map((name) => [name, ' '] as const))
    .concat(['shy', 'zwj', 'zwnj'].map((name) => [name, ''] as const)),
);
const accents: Readonly<Record<string, string>> = {
  acute: '\u0301',
  grave: '\u0300',
  circ: '\u0302',
  uml: '\u0308',
  tilde: '\u0303',
  cedil: '\u0327',
  ring: '\u030a',
  caron: '\u030c',
};
const ESCAPE_PATTERN = new RegExp(
  `&(?:#(\\d{2,6})|#[xX]([\\da-fA-F]{2,5})|(${[...htmlNames.keys()].join('|')})|([A-Za-z])(${Object.keys(accents).join('|')}));`,
  'g',
);

/** How a name begins that may be marked: 0 for nearly all. */
const beginnings = new Uint8Array(0x10000);
const ALWAYS = 1;
const SHORT = 2;
const POINTED = 3;
const DIGIT = 4;
for (const mark of '#＃/-;([<【（［〈「※예例記入作示範范작입') beginnings[mark.charCodeAt(0)] = ALWAYS;
for (const digit of '0123456789') beginnings[digit.charCodeAt(0)] = DIGIT;
for (const letter of 'dDiI상') beginnings[letter.charCodeAt(0)] = SHORT;
for (const letter of 'eEzZbBпП') beginnings[letter.charCodeAt(0)] = POINTED;
const MAX_DITTO_LENGTH = 5;
const END_OF_LABEL_PATTERN = /[\s):：）]/;

/**
 * Every name is looked at: how it begins nearly always suffices.
 *
 * @param first its first character
 */
export function mayBeMarked(first: number, name: string): boolean {
  const beginning = beginnings[first]!;
  if (beginning === 0) return false;
  if (beginning === ALWAYS) return true;
  if (beginning === DIGIT) return isShortDate(name);
  if (beginning === SHORT) return name.length <= MAX_DITTO_LENGTH;
  if (name.length < 2) return false;
  const second = name.charCodeAt(1);
  // `e.g.`, `z. B.`; `ex)`, `Example:`; `Beispiel:`, `Ejemplo:` and `Esempio:`, `Пример:`.
  if (second === 0x2e || second === 0x78 || second === 0x58) return true;
  if (second === 0x65) return isEndOfLabel(name, 8);
  if (second === 0x6a || second === 0x73) return isEndOfLabel(name, 7);
  return second === 0x440 && isEndOfLabel(name, 6);
}

/** Whether a word of a label ends at a place. */
function isEndOfLabel(name: string, at: number): boolean {
  return name.length > at && END_OF_LABEL_PATTERN.test(name[at]!);
}

interface Mark {
  readonly field: 'store' | 'item';
  readonly code: RejectCode;
  readonly explanation: string;
  /** The shelf that is meant in all likelihood. */
  readonly meant?: ShelfNames;
}

/**
 * Finds rows whose names stand for something else, among those that are accepted by themselves: examples of templates, lines
 * that were commented out, ditto words, and names that are escaped for HTML.
 */
export class RowMarks {
  readonly #columns: ColumnMap;
  #lost: LostSeen;

  /** @param lost what the whole file shows of lost characters, or what the rows before do */
  constructor(columns: ColumnMap, lost: LostSeen = {}) {
    this.#columns = columns;
    this.#lost = lost;
  }

  /** What the names so far show of lost characters; undefined for nothing. */
  get lost(): LostSeen | undefined {
    return this.#lost.first === undefined && this.#lost.isUndecided === undefined ? undefined : this.#lost;
  }

  /**
   * @param isMarked whether one of the names {@link mayBeMarked}; else it may only be escaped, or lack a character
   * @param mayBeWrong whether one may be {@link readWrongly}
   * @param mayBeTwice whether one may be {@link encodedOnce}, and nobody looked before
   */
  judge(row: StockRow, isMarked: boolean, mayBeWrong: boolean, mayBeTwice: boolean): RowVerdict | undefined {
    const mark =
      (isMarked ? (this.#commentOf(row) ?? exampleIn(row) ?? dittoIn(row) ?? dateIn(row)) : undefined) ??
      (mayBeTwice ? twiceIn(row) : undefined) ??
      (mayBeWrong ? wronglyIn(row) : undefined) ??
      this.#lostIn(row) ??
      escapeIn(row);
    return mark && this.#verdictOn(row, mark);
  }

  /** Only the first cell of a line can begin it. */
  #commentOf({ store, item }: StockRow): Mark | undefined {
    const field = (['store', 'item'] as const).find((each) => this.#columns[each] === 0);
    if (field === undefined || !COMMENT_PATTERN.test(field === 'store' ? store : item)) return undefined;
    return {
      field,
      code: 'row-comment',
      explanation: `begins as a line that was commented out; remove the line, or the mark, or, if it is part of the name, ${HOW_TO_KEEP}`,
    };
  }

  #lostIn(row: StockRow): Mark | undefined {
    const within = firstOf(row, (name) => name.includes('?') && (lacksCharacter(name) || isNoWord(name)));
    if (within !== undefined) {
      if (this.#lost.first === undefined)
        this.#lost = { ...this.#lost, first: { value: row[within], line: row.line } };
      return {
        field: within,
        code: 'cell-encoding',
        explanation: `has a question mark ${lacksCharacter(row[within]) ? 'within a word' : 'after an incomplete word'}, which programs write for a character that their encoding lacks; export the file again, in UTF-8, or, if it is right as it is, ${HOW_TO_KEEP}`,
      };
    }
    const field = firstOf(row, (name) => name.includes('?') && mayLackCharacter(name));
    if (field === undefined) return undefined;
    const { first } = this.#lost;
    if (first === undefined) {
      if (this.#lost.isUndecided !== true) this.#lost = { isUndecided: true };
      return undefined;
    }
    return {
      field,
      code: 'cell-encoding',
      explanation: `ends a word with a question mark, which may stand for a lost character as in ${quote(first.value)} on line ${first.line}; export the file again, in UTF-8, or, if it is right as it is, ${HOW_TO_KEEP}`,
    };
  }

  #verdictOn({ store, item, line }: StockRow, { field, code, explanation, meant }: Mark): RowVerdict {
    const column = this.#columns.names[this.#columns[field]] ?? field;
    const name = field === 'store' ? store : item;
    return {
      kind: 'reject',
      code,
      column,
      message: `${column} ${quote(name)} on line ${line} ${explanation}`,
      ...(field === 'item' && { shelf: { store } }),
      ...(meant && { likelyShelf: meant }),
    };
  }
}

/** The first of the two names that is marked. */
function firstOf({ store, item }: StockRow, isMarked: (name: string) => boolean): Mark['field'] | undefined {
  if (isMarked(store)) return 'store';
  return isMarked(item) ? 'item' : undefined;
}

function exampleIn(row: StockRow): Mark | undefined {
  const field = firstOf(row, (name) => EXAMPLE_PATTERN.test(name));
  return (
    field && {
      field,
      code: 'row-example',
      explanation: `is marked as an example, as in a template; remove the line, or, if this is the name, ${HOW_TO_KEEP}`,
    }
  );
}

function dittoIn(row: StockRow): Mark | undefined {
  const field = firstOf(row, (name) => name.length <= MAX_DITTO_LENGTH && dittoWords.has(name.toLowerCase()));
  return (
    field && {
      field,
      code: `${field}-error-value`,
      explanation: `stands for what is written above; write the name, or, if this is the name, ${HOW_TO_KEEP}`,
    }
  );
}

/** Of a sheet and of UTF-16 no encoding was chosen, so that none can be passed to keep the name. */
function twiceIn({ store, item }: StockRow): Mark | undefined {
  const [inStore, inItem] = [encodedOnce(store), encodedOnce(item)];
  const meant = inStore ?? inItem;
  if (meant === undefined) return undefined;
  return {
    field: inStore === undefined ? 'item' : 'store',
    code: 'cell-encoding',
    explanation: `seems to be encoded in UTF-8 twice: it would be ${quote(meant)}; write it so, or, if it is right as it is, ${HOW_TO_KEEP}`,
    meant: { store: inStore ?? store, item: inItem ?? item },
  };
}

function wronglyIn({ store, item }: StockRow): Mark | undefined {
  const [inStore, inItem] = [readWrongly(store), readWrongly(item)];
  const found = inStore ?? inItem;
  if (found === undefined) return undefined;
  const isWhole = inStore?.isWhole !== false && inItem?.isWhole !== false;
  const what = found.isWhole
    ? `${quote(found.meant)}; write it so`
    : `${quote(found.meant)}, of which characters are lost; export the file again, in UTF-8`;
  return {
    field: inStore === undefined ? 'item' : 'store',
    code: 'cell-encoding',
    explanation: `seems to be Korean in ${found.was} that was read in ${found.readIn}: it would be ${what}, or, if it is right as it is, ${HOW_TO_KEEP}`,
    ...(isWhole && { meant: { store: inStore?.meant ?? store, item: inItem?.meant ?? item } }),
  };
}

function dateIn(row: StockRow): Mark | undefined {
  const field = firstOf(row, isShortDate);
  return (
    field && {
      field,
      code: `${field}-date`,
      explanation: `is a date, which spreadsheets make of names like 3-1-26; format the column as text before the export, and write the name again, or, if this is the name, ${HOW_TO_KEEP}`,
    }
  );
}

function escapeIn(row: StockRow): Mark | undefined {
  const field = firstOf(row, (name) => name.includes('&') && unescaped(name) !== name);
  return (
    field && {
      field,
      code: 'cell-encoding',
      explanation: `is escaped for HTML: it would be ${quote(unescaped(row[field]))}; write it so, or, if it is right as it is, ${HOW_TO_KEEP}`,
    }
  );
}

/** A name without escapes of HTML. */
function unescaped(name: string): string {
  return name.replace(ESCAPE_PATTERN, (escape, decimal, hexadecimal, named, letter, accent) => {
    if (named !== undefined) return htmlNames.get(named as string) ?? escape;
    if (letter !== undefined) return `${letter}${accents[accent as string]}`.normalize('NFC');
    const code = decimal === undefined ? Number.parseInt(hexadecimal, 16) : Number(decimal);
    if (code === 0x09 || code === 0x0a || code === 0x0d) return ' ';
    return code >= 0x20 && code <= 0x10ffff ? String.fromCodePoint(code) : escape;
  });
}
