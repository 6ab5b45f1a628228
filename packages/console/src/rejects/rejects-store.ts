import { createHash } from 'node:crypto';
import {
  formatS3Uri,
  listObjects,
  type ObjectAddress,
  openObject,
  parseS3Uri,
  readText,
} from '@groundcrew/aws/s3';
import { isGroundcrewError } from '@groundcrew/errors';
import {
  formatRejects,
  readRejects,
  readStockFile,
  type Reject,
  type RejectsFile,
  type StockFileSettings,
} from '@groundcrew/inventory/stock-file';
import { parseRejectKey } from '@groundcrew/inventory/uploads';
import { printable } from '@groundcrew/report';
import type { InventorySource } from '../console.ts';
import type { Answers } from '../upload/answers.ts';
import { withAbsent } from '../upload/answers.ts';
import { answersKey } from '../upload/load-file.ts';

/** A file of rejected rows, or a note on a file that was refused as a whole. */
export interface RejectsEntry {
  readonly uri: string;
  readonly kind: 'rows' | 'refused';
  /** The name of the file that it is about. */
  readonly name: string;
  readonly sizeBytes: number;
  readonly atMs: number | undefined;
}

export interface RepairableFile extends RejectsFile {
  readonly name: string;
  /** What was answered when the file was loaded. */
  readonly answers: Answers;
}

export interface RejectsStore {
  /** The newest first; at most `MAX_LISTED`. */
  list(): Promise<{ readonly entries: readonly RejectsEntry[]; readonly isPartial: boolean }>;
  /** `undefined`: it is none of the bucket's. */
  open(uri: string): Promise<RepairableFile | undefined>;
  readNote(uri: string): Promise<string | undefined>;
}

/** Rows that a page shows; the others are sent again as they are, and rejected again. */
export const MAX_SHOWN_ROWS = 200;
const MAX_LISTED = 500;
const MAX_ROWS = 100_000;

export function createRejectsStore({ s3, rejectsBucket: bucket, load }: InventorySource): RejectsStore {
  /** Only what this bucket holds: an address that was typed opens nothing else. */
  function addressOf(uri: string, ending: string): ObjectAddress | undefined {
    if (!uri.startsWith(`s3://${bucket}/`) || !uri.endsWith(ending)) return undefined;
    return parseS3Uri(uri);
  }

  async function readAnswers(source: ObjectAddress | undefined): Promise<Answers> {
    const key = source?.bucket === bucket ? answersKey(source.key) : undefined;
    if (key === undefined) return {};
    try {
      return JSON.parse(await readText(s3, { bucket, key })) as Answers;
    } catch (error) {
      // A file about which nothing was asked.
      if (isGroundcrewError(error, 'aws-s3.object.not-found')) return {};
      throw error;
    }
  }

  async function read(address: ObjectAddress, settings: StockFileSettings): Promise<RejectsFile> {
    const { body } = await openObject(s3, address);
    return await readRejects(body, settings, MAX_ROWS);
  }

  /** The encoding of the whole file: its rejects may be too few to show it. */
  async function encodingOf(source: ObjectAddress, settings: StockFileSettings) {
    const { body } = await openObject(s3, source);
    for await (const { state } of readStockFile(body, settings)) {
      if (state.encoding !== 'ascii') return state.encoding;
    }
    return undefined;
  }

  return {
    async list() {
      const entries: RejectsEntry[] = [];
      for await (const page of listObjects(s3, { bucket, prefix: '' })) {
        for (const { key, sizeBytes, lastModifiedMs: atMs } of page) {
          const rejects = parseRejectKey(key);
          if (rejects === undefined) continue;
          const { kind, name } = rejects;
          entries.push({ uri: formatS3Uri({ bucket, key }), kind, name, sizeBytes, atMs });
        }
      }
      entries.sort((a, b) => (b.atMs ?? 0) - (a.atMs ?? 0));
      return { entries: entries.slice(0, MAX_LISTED), isPartial: entries.length > MAX_LISTED };
    },

    async open(uri) {
      const address = addressOf(uri, '.rejects.csv');
      if (address === undefined) return undefined;
      const rejects = parseRejectKey(address.key);
      if (rejects === undefined) return undefined;
      const { name, source } = rejects;
      const answers = await readAnswers(source);
      const { settings } = load.read(withAbsent(answers, load.options));
      try {
        return { ...(await read(address, settings)), name, answers };
      } catch (error) {
        if (!isGroundcrewError(error, 'inventory.file.encoding-unsure') || source === undefined) throw error;
        const encoding = await encodingOf(source, settings);
        if (encoding === undefined) throw error;
        return { ...(await read(address, { ...settings, encoding })), name, answers };
      }
    },

    async readNote(uri) {
      const address = addressOf(uri, '.refused.txt');
      return address && (await readText(s3, address));
    },
  };
}

/**
 * A repaired file: all rows of the rejects with the cells that were edited, in UTF-8, whatever the file was in. Its column
 * `reject_source` gives it its place among other files.
 */
export async function repairedFile(
  file: RejectsFile,
  edits: ReadonlyMap<string, string>,
): Promise<Uint8Array> {
  const rows = file.rows.map(({ cells, index, ...row }, at): Reject => {
    const width = Math.max(cells.length, file.columns.length);
    return {
      ...row,
      code: row.code as Reject['code'],
      column: index === undefined ? null : file.columns[index]!,
      cells: Array.from({ length: width }, (_, column) =>
        editedCell(cells[column] ?? '', edits.get(cellName(at, column))),
      ),
    };
  });
  const state = { ...file.state, encoding: 'utf-8' as const, bom: true };
  return await formatRejects(rows, state, { header: true, source: file.source });
}

/** The page makes visible what can't be seen in a cell: sent back as it was shown, it was not edited. */
function editedCell(cell: string, sent: string | undefined): string {
  return sent === undefined || sent === printable(cell) ? cell : sent;
}

/** The name of a cell in the form. */
export function cellName(row: number, column: number): string {
  return `r${row}c${column}`;
}

/** The same for the same file of rejects: sent again twice, it is one file. */
export function repairId(uri: string): string {
  return `repair-${createHash('sha256').update(uri).digest('hex').slice(0, 12)}`;
}
