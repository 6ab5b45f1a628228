import type { StockRow } from '../stock-file/types.ts';

/** A row on its way from its file to its part: `["Berlin","Kindle",5,1234,{"Color":"red"}]`. */
export type StagedRow = readonly [
  store: string,
  item: string,
  count: number,
  /** The byte that it starts at in its file. */
  offset: number,
  attributes?: Readonly<Record<string, string>>,
];

/** A line, with its end. */
export function formatStagedRow({ store, item, count, offset, attributes }: StockRow): string {
  const end = attributes === undefined ? ']\n' : `,${JSON.stringify(attributes)}]\n`;
  return `[${JSON.stringify(store)},${JSON.stringify(item)},${count},${offset}${end}`;
}

/** All lines at once, which is twice as fast as one by one: a line feed within a text is escaped. */
export function parseStagedRows(bytes: Uint8Array): StagedRow[] {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8').trimEnd();
  return JSON.parse(`[${text.replaceAll('\n', ',')}]`) as StagedRow[];
}
