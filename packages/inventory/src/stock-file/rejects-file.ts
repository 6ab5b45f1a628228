import { isRejectColumn, rejectColumns } from './columns.ts';
import { byteOrderMark, encodeText, loadEncoding } from './encoding.ts';
import { guardFormula } from '@groundcrew/report/formula-guard';
import type { ReaderState, Reject } from './types.ts';

/**
 * Formats rejects like the file they come from: its delimiter, encoding and line break, its columns, and then
 * `reject_line`, `reject_offset`, `reject_column`, `reject_code`, `reject_message`, `reject_bytes` and `reject_source`. Extra
 * cells follow after those.
 * Cells that a spreadsheet would run are guarded, which `readStockFile` removes in files with `reject_*` columns: a
 * corrected file can be loaded unchanged.
 *
 * @param state Any state of the reader that returned the rejects.
 * @param options `header`: whether these are the first rejects of their file; `source`: the text of `reject_source`.
 */
export async function formatRejects(
  rejects: readonly Reject[],
  state: ReaderState,
  options: { header: boolean; source?: string | undefined },
): Promise<Uint8Array> {
  await loadEncoding(state.encoding);
  const columns = state.header.filter((name) => !isRejectColumn(name));
  const rows = rejects.map(({ cells, line, offset, column, code, message, bytes }) => [
    ...columns.map((_, i) => cells[i] ?? ''),
    ...[String(line), String(offset), column ?? '', code, message, hexadecimal(bytes), options.source ?? ''],
    ...cells.slice(columns.length),
  ]);
  if (options.header) rows.unshift([...columns, ...rejectColumns]);
  const lines = rows.map((cells) => cells.map((cell) => formatCell(cell, state)).join(state.delimiter));
  const text = encodeText(lines.map((line) => line + state.newline).join(''), state.encoding);
  const mark = options.header && state.bom ? byteOrderMark(state.encoding) : Buffer.alloc(0);
  return Buffer.concat([mark, text]);
}

/** Bytes so that no spreadsheet takes them for a number. */
function hexadecimal(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : `0x${Buffer.from(bytes).toString('hex')}`;
}

function formatCell(cell: string, { delimiter }: ReaderState): string {
  const safe = guardFormula(cell);
  const quoted = safe.includes(delimiter) || /["\r\n]|^\s|\s$/.test(safe);
  return quoted ? `"${safe.replaceAll('"', '""')}"` : safe;
}
