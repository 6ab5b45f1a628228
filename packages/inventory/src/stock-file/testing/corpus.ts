import { createRandom, type Random } from '@groundcrew/async';
import iconv from 'iconv-lite';
import { shopWords } from './corpus-words.ts';

/** A file whose encoding and rows are known. */
export interface LabelledFile {
  readonly name: string;
  readonly language: string;
  readonly encoding: string;
  /** Whether the reader reads the encoding. */
  readonly isListed: boolean;
  readonly bytes: Buffer;
  /** Store and item of each row, by its line. */
  readonly rows: ReadonlyMap<number, readonly [store: string, item: string]>;
}

const utf = ['utf-8', 'utf-8-bom', 'utf-16le', 'utf-16be', 'utf-16le-bom', 'utf-16be-bom'];
const western = ['windows-1252', 'iso-8859-1', 'iso-8859-15', 'macintosh', 'cp850'];
const central = ['windows-1250', 'iso-8859-2', 'cp852', 'maccenteuro'];
const cyrillic = ['windows-1251', 'iso-8859-5', 'koi8-r', 'koi8-u', 'cp866', 'maccyrillic'];

/** The encodings before Unicode in which files of a language come. */
const legacyByLanguage: Readonly<Record<string, readonly string[]>> = {
  ko: ['cp949', 'euc-kr'],
  ja: ['shift_jis', 'euc-jp'],
  'zh-Hans': ['gb18030', 'gbk', 'gb2312'],
  'zh-Hant': ['big5', 'gb18030'],
  de: [...western, 'windows-1250'],
  fr: western,
  es: western,
  pt: western,
  it: western,
  sv: western,
  da: western,
  pl: central,
  cs: central,
  hu: central,
  ru: cyrillic,
  uk: cyrillic,
  el: ['windows-1253', 'iso-8859-7'],
  tr: ['windows-1254', 'iso-8859-9'],
  he: ['windows-1255', 'iso-8859-8'],
  ar: ['windows-1256', 'iso-8859-6'],
  th: ['windows-874', 'tis-620'],
  lv: ['windows-1257'],
};

const listed = new Set([
  ...utf,
  'cp949',
  'euc-kr',
  'windows-1252',
  'iso-8859-1',
  'windows-1250',
  'windows-1251',
  'shift_jis',
  'euc-jp',
  'gb18030',
  'gbk',
  'gb2312',
  'big5',
]);

export interface CorpusOptions {
  readonly rowCounts: readonly number[];
  /** Different files of each kind. */
  readonly variants: number;
  readonly badBytes: readonly number[];
}

/** Files of all languages in all of their encodings. The same options make the same files. */
export function* labelledFiles({ rowCounts, variants, badBytes }: CorpusOptions): Generator<LabelledFile> {
  for (const language of Object.keys(shopWords))
    for (const encoding of [...utf, ...(legacyByLanguage[language] ?? [])])
      for (const rows of rowCounts)
        for (const bad of badBytes)
          for (let variant = 0; variant < variants; variant++) {
            const file = labelledFile(language, encoding, rows, bad, variant);
            if (file !== undefined) yield file;
          }
}

function labelledFile(
  language: string,
  encoding: string,
  rowCount: number,
  bad: number,
  variant: number,
): LabelledFile | undefined {
  if (bad > 0 && (rowCount <= bad * 4 || encoding.startsWith('utf-16'))) return undefined;
  const random = randomOf(`${language} ${encoding} ${rowCount} ${bad} ${variant}`);
  const { stores, items } = shopWords[language]!;
  const pick = (words: readonly string[]): string => words[Math.floor(random() * words.length)]!;
  const canEncode = (text: string): boolean =>
    encoding.startsWith('utf-') || iconv.decode(iconv.encode(text, encoding), encoding) === text;
  const usableStores = stores.filter(canEncode);
  const usableItems = items.filter(canEncode);
  if (usableStores.length < 3 || usableItems.length < 5) return undefined;
  const rows = new Map<number, readonly [string, string]>();
  const delimiter = random() < 0.5 ? ',' : ';';
  const lines = [`store${delimiter}item${delimiter}count`];
  const few = Array.from({ length: 3 }, () => pick(usableStores));
  for (let row = 0; row < rowCount; row++) {
    const store = pick(rowCount < 10 ? usableStores : few);
    // A number makes the shelf one of its own in a long file.
    const item = rowCount > usableItems.length ? `${pick(usableItems)} ${row}` : pick(usableItems);
    rows.set(row + 2, [store, item]);
    lines.push([store, item, row].join(delimiter));
  }
  const parts = lines.map((line) => encode(`${line}\r\n`, encoding));
  for (let i = 0; i < bad; i++) {
    // In the middle of an item, where it makes a character malformed or another one.
    const line = 1 + Math.floor(random() * rowCount);
    const part = Buffer.from(parts[line]!);
    const at = part.indexOf(delimiter) + 1;
    parts[line] = Buffer.concat([part.subarray(0, at), Buffer.of(badByteOf(encoding)), part.subarray(at)]);
    rows.delete(line + 1);
  }
  const mark = encoding.endsWith('-bom') ? encode('\ufeff', encoding) : Buffer.alloc(0);
  return {
    name: `${language} ${encoding} ${rowCount} rows, ${bad} bad bytes, variant ${variant}`,
    language,
    encoding,
    isListed: listed.has(encoding),
    bytes: Buffer.concat([mark, ...parts]),
    rows,
  };
}

/** A byte that is not a character of the encoding by itself, if there is one. */
function badByteOf(encoding: string): number {
  if (encoding.startsWith('windows-125') || encoding.startsWith('iso-')) return 0x81;
  return encoding === 'utf-8' || encoding === 'utf-8-bom' ? 0x92 : 0xff;
}

function encode(text: string, encoding: string): Buffer {
  const name = encoding.replace('-bom', '');
  if (name === 'utf-8') return Buffer.from(text, 'utf8');
  if (name === 'utf-16le') return Buffer.from(text, 'utf16le');
  if (name === 'utf-16be') return Buffer.from(text, 'utf16le').swap16();
  return iconv.encode(text, name);
}

function randomOf(seed: string): Random {
  let hash = 0x9e3779b9;
  for (const character of seed) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return createRandom(hash);
}
