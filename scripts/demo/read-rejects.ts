import type { RejectedRow } from '@groundcrew/inventory/load-report';
import { parse } from 'csv-parse/sync';

/**
 * The rows of a rejects file in UTF-8 with commas, as the samples' are. Read by a third-party parser:
 * a rejects file must be readable by any tool.
 */
export function readRejects(file: string, bytes: Uint8Array): RejectedRow[] {
  const records = parse(bytes as Buffer, { bom: true, columns: true, relax_column_count: true }) as Record<
    string,
    string
  >[];
  return records.map((record) => ({
    file,
    line: Number(record.reject_line),
    column: record.reject_column ?? '',
    code: record.reject_code ?? '',
    message: record.reject_message ?? '',
  }));
}
