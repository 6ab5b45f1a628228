/** What people and spreadsheets write beside a total, in the languages of common exports, as {@link keyOf} has it. */
const totalNames: ReadonlySet<string> = new Set(
  [
    'total|totals|grand total|sub total|subtotal|overall total|total general|sum',
    'summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|teilergebnis|insgesamt|endsumme',
    'total général|sous total|somme|suma|suma total|soma|total geral|totale|totale complessivo|subtotale|somma',
    'totaal|eindtotaal|subtotaal|summa|totalt|i alt|hovedtotal|yhteensä|razem|suma końcowa|celkem|celkový součet',
    'součet|összesen|végösszeg|toplam|genel toplam|ara toplam|итого|итог|общий итог|всего|сумма',
    '합계|총합계|총계|소계|계|누계|총합|전체 합계|合計|総計|小計|計|総合計|合计|总计|小计|總計|总和|汇总',
    'total qty|total quantity|total count|total stock|total units|total items|total pcs|cantidad total|quantité totale',
    'gesamtmenge|gesamtbestand|gesamtanzahl|stock total|qty total|total inventory|총수량|총 수량|총재고|총 재고|총 합계',
    '総数|総数量|総在庫|总数|总数量|总库存',
    // What ends a file: how many records it has.
    'trailer|eof|end of file|record count|total records|row count|건수|총건수|총 건수|件数',
  ].flatMap((names) => names.split('|')),
);
/** What else pivot tables and outlines write behind the name of a group. */
const groupNames: ReadonlySet<string> = new Set([...totalNames, 'ergebnis', '요약', '集計']);

/** What stands in the column of a variant for all variants, and may be one of them: one size fits all. */
const allNames: ReadonlySet<string> = new Set(
  [
    'all|all sizes|all colors|all colours|all variants|all lots|all batches|all bins|alle|alle größen|alle farben|alle varianten',
    'toutes|tous|toutes tailles|toutes les tailles|toutes couleurs|todas|todos|todas las tallas|todas as tamanhos|todos os tamanhos',
    'tutte|tutti|tutte le taglie|alle maten|alle kleuren|wszystkie|wszystkie rozmiary|alla|alla storlekar|все|все размеры|tümü|tüm bedenler',
    '전체|모두|전체 사이즈|전 사이즈|모든 사이즈|전체 색상|전 색상|모든 색상|전체 옵션|모든 옵션',
    '全部|全て|すべて|全サイズ|全色|全カラー|全尺码|所有尺码|全部尺码|所有颜色|全部颜色',
  ].flatMap((names) => names.split('|')),
);

/** Their first words: most cells begin otherwise. */
const allWords = [...allNames].flatMap((name) => [name.slice(0, 2), name.slice(0, 2).toUpperCase()]);
const allBeginnings: ReadonlySet<string> = new Set([
  ...allWords,
  ...allWords.map((word) => word.charAt(0) + word.slice(1).toLowerCase()),
]);
const MAX_ALL_LENGTH = Math.max(...[...allNames].map(({ length }) => length)) + 2;

/** Whether a cell of a column beside the names of a row, such as a size, is the name of a total, or may be. */
export function variantTotal(cell: string): 'certain' | 'likely' | undefined {
  if (cell.length > MAX_ALL_LENGTH) return undefined;
  if (isTotalName(cell)) return 'certain';
  return allBeginnings.has(cell.slice(0, 2)) && allNames.has(keyOf(cell)) ? 'likely' : undefined;
}

/** What is counted beside the name of a total, though it may be an item: `TRAILER,RECORDS,2`. */
const recordNames: ReadonlySet<string> = new Set(['record', 'records', 'row', 'rows', 'lines']);

export function isRecordName(item: string): boolean {
  return recordNames.has(item.toLowerCase());
}

const MAX_LENGTH = 24;
const lengths = new Uint8Array(MAX_LENGTH + 1);
/** What names begin with (1) and end with (2). */
const ends = new Uint8Array(0x10000);
for (const name of totalNames) {
  // A colon behind it, and a blank between two letters, as in `합 계`.
  lengths.fill(1, name.length, name.length + 3);
  for (const written of [name, name.toUpperCase()]) {
    ends[written.charCodeAt(0)]! |= 1;
    ends[written.charCodeAt(written.length - 1)]! |= 2;
  }
}
for (const mark of ':：*') ends[mark.charCodeAt(0)]! |= 2;
const SPACED_PATTERN = /[-\s:：*]|\p{M}/u;

/** What is counted, behind the name of a total: `합계(2건)`, `Total (2 items)`. */
const NOTE_PATTERN = /\s*[(（][^()（）]*[)）]$/u;

/** Whether a name is what stands beside a total. It may be the name of a store or of an item nevertheless. */
export function isTotalName(name: string): boolean {
  const last = name.charCodeAt(name.length - 1);
  if ((last === 0x29 || last === 0xff09) && (ends[name.charCodeAt(0)]! & 1) > 0) {
    const withoutNote = name.replace(NOTE_PATTERN, '');
    return withoutNote !== name && isTotalName(withoutNote);
  }
  // Every row is looked at: its length and its ends nearly always suffice.
  const { length } = name;
  if (length > MAX_LENGTH || lengths[length] === 0) return false;
  if ((ends[name.charCodeAt(0)]! & 1) === 0 || (ends[name.charCodeAt(length - 1)]! & 2) === 0) return false;
  return totalNames.has(name.toLowerCase()) || (SPACED_PATTERN.test(name) && totalNames.has(keyOf(name)));
}

/** Whether an item is named as the total of its store: `Berlin Total`, `Total Berlin`. */
export function isTotalOf(store: string, item: string): boolean {
  if (item.length <= store.length) return false;
  if (item.startsWith(store)) return isTotalName(item.slice(store.length).replace(/^[-\s:：]+/u, ''));
  return item.endsWith(store) && isTotalName(item.slice(0, -store.length).replace(/[-\s:：]+$/u, ''));
}

/** {@link isTotalName}, and what begins or ends with such a name: `Berlin Total`, `Total Berlin`. */
export function mentionsTotal(name: string): boolean {
  const words = keyOf(name.replace(NOTE_PATTERN, '')).split(' ');
  return words.some(
    (_, at) => totalNames.has(words.slice(0, at + 1).join(' ')) || groupNames.has(words.slice(at).join(' ')),
  );
}

function keyOf(name: string): string {
  const key = name
    .normalize('NFC')
    .toLowerCase()
    .replace(/[-\s]+/gu, ' ')
    .replace(/[:：*]/gu, '')
    .trim();
  return /^\p{L} \p{L}$/u.test(key) && !/[a-z]/.test(key) ? key.replace(' ', '') : key;
}
