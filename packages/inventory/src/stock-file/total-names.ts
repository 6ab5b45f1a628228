/** What people and spreadsheets write beside a total, in the languages of common exports, as {@link keyOf} has it. */
const totalNames: ReadonlySet<string> = new Set(
  [
    'total|totals|grand total|sub total|subtotal|overall total|total general|sum',
    'summe|gesamt|gesamtsumme|gesamtergebnis|zwischensumme|teilergebnis|insgesamt|endsumme',
    'total général|sous total|somme|suma|suma total|soma|total geral|totale|totale complessivo|subtotale|somma',
    'totaal|eindtotaal|subtotaal|summa|totalt|i alt|hovedtotal|yhteensä|razem|suma końcowa|celkem|celkový součet',
    'součet|összesen|végösszeg|toplam|genel toplam|ara toplam|итого|итог|общий итог|всего|сумма',
    '합계|총합계|총계|소계|계|누계|총합|전체 합계|合計|総計|小計|計|総合計|合计|总计|小计|總計|总和|汇总',
  ].flatMap((names) => names.split('|')),
);
/** What else pivot tables and outlines write behind the name of a group. */
const groupNames: ReadonlySet<string> = new Set([...totalNames, 'ergebnis', '요약', '集計']);

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

/** Whether a name is what stands beside a total. It may be the name of a store or of an item nevertheless. */
export function isTotalName(name: string): boolean {
  // Every row is looked at: its length and its ends nearly always suffice.
  const { length } = name;
  if (length > MAX_LENGTH || lengths[length] === 0) return false;
  if ((ends[name.charCodeAt(0)]! & 1) === 0 || (ends[name.charCodeAt(length - 1)]! & 2) === 0) return false;
  return totalNames.has(name.toLowerCase()) || (SPACED_PATTERN.test(name) && totalNames.has(keyOf(name)));
}

/** {@link isTotalName}, and what begins or ends with such a name: `Berlin Total`, `Total Berlin`. */
export function mentionsTotal(name: string): boolean {
  const words = keyOf(name).split(' ');
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
