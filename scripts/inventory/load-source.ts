import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { createProgress, type Io, quoted } from '@groundcrew/cli';
import type { DuplicatePolicy } from '@groundcrew/inventory/duplicates';
import { createShelfTable, type FullExport } from '@groundcrew/inventory/full';
import {
  createRejectsInFile,
  createStockWriter,
  ignoreRejects,
  type ItemGuard,
  type LoadDeps,
  type LoadInput,
  loadStockFile,
} from '@groundcrew/inventory/load';
import type { LoadFacts } from '@groundcrew/inventory/load-report';
import type { VanishedMode } from '@groundcrew/inventory/order';
import { createRejectTally } from '@groundcrew/inventory/reject-tally';
import {
  createChangeJournal,
  createJournalInFile,
  type FileJournalHead,
  type JournalInFile,
} from '@groundcrew/inventory/undo';
import { countOf, formatCount } from '@groundcrew/report';
import { chooseJournalPath } from './undo-path.ts';
import { chooseRejectsPath } from './rejects-path.ts';
import type { StockSource } from './stock-source.ts';

export interface LoadSourceOptions {
  readonly table: string;
  readonly dryRun: boolean;
  readonly rejects: string | undefined;
  readonly duplicates: DuplicatePolicy;
  readonly maxInFlight: number | undefined;
  readonly undo: boolean;
  readonly isOneOfSeveral: boolean;
  readonly full: boolean;
  readonly vanished: VanishedMode;
  readonly maxVanished: number;
  readonly confirmVanished: boolean;
}

export interface LoadSourceDeps {
  readonly dynamodb: DynamoDBClient;
  readonly io: Io;
  readonly signal: AbortSignal;
  readonly enterOrder: LoadDeps['enterOrder'];
  readonly where: Pick<FileJournalHead, 'account' | 'region'>;
  readonly guard: ItemGuard | undefined;
}

/** Loads one file with progress on the terminal, and reports what is stored where it is interrupted. */
export async function loadSource(
  source: StockSource,
  input: Pick<LoadInput, 'open' | 'settings' | 'metadataEncoding' | 'metadataSheet' | 'source'>,
  options: LoadSourceOptions,
  { dynamodb, io, signal, enterOrder, guard, where }: LoadSourceDeps,
): Promise<LoadFacts> {
  const { table, dryRun, duplicates, maxInFlight, isOneOfSeveral } = options;
  const rejects = createRejectTally(rejectSink(source, options));
  const label = isOneOfSeveral ? `Loading ${source.baseName}` : 'Loading';
  const progress = createProgress(io, { label, unit: 'rows' });
  const createWriter = createStockWriter({
    client: dynamodb,
    tableName: table,
    guard,
    ...(maxInFlight !== undefined && { maxInFlight }),
  });
  let writer: ReturnType<typeof createWriter> | undefined;
  const journal = options.undo && !dryRun ? openJournal(source, { table, ...where }) : undefined;
  try {
    const result = await loadStockFile(
      { ...input, duplicates },
      {
        createWriter: dryRun
          ? undefined
          : (callbacks) => {
              writer = createWriter(callbacks);
              return writer;
            },
        guard,
        rejects: rejects.sink,
        enterOrder,
        journal: journal && createChangeJournal({ client: dynamodb, tableName: table, sink: journal.sink }),
        full: options.full ? fullExport(options, dynamodb) : undefined,
        signal,
        now: io.now,
        sleep: io.sleep,
        onStall({ durationMs, reason }) {
          progress.end();
          io.stderr.write(`no row was stored for ${Math.round(durationMs / 1000)} s: ${reason}\n`);
        },
        onProgress({ rows, rejected, bytesRead, isChecking }) {
          progress.update({
            done: rows,
            ...(source.sizeBytes && { fraction: bytesRead / source.sizeBytes }),
            ...(isChecking && { detail: 'looking through it first' }),
            ...(rejected > 0 && { detail: `${formatCount(rejected)} rejected` }),
          });
        },
      },
    );
    return { file: source.name, table, result, rejects: rejects.reasons(), isGuarded: guard !== undefined };
  } catch (error) {
    progress.end();
    if (signal.aborted && writer !== undefined) {
      const stored = countOf(writer.stats().written, 'row');
      io.stderr.write(
        `${stored} stored; load the file again for the rest: stored rows are overwritten with the same values\n`,
      );
    }
    throw error;
  } finally {
    progress.end();
    if (journal !== undefined && (await journal.sink.close())) {
      io.stderr.write(`To undo it: groundcrew inventory undo ${quoted(journal.path)}\n`);
    }
  }
}

function openJournal(
  source: StockSource,
  where: Pick<FileJournalHead, 'account' | 'region' | 'table'>,
): { readonly path: string; readonly sink: JournalInFile } {
  const folder = source.path === undefined ? '' : dirname(source.path);
  const path = chooseJournalPath(join(folder, source.baseName), existsSync);
  return { path, sink: createJournalInFile(path, { version: 1, file: source.name, ...where }) };
}

function fullExport(
  { table, vanished, maxVanished, confirmVanished }: LoadSourceOptions,
  dynamodb: DynamoDBClient,
): FullExport {
  return {
    settings: { vanished, maxVanishedPercent: maxVanished },
    table: createShelfTable(dynamodb, table),
    isConfirmed: () => confirmVanished,
  };
}

/** Where the rejects of a file go. */
export function rejectSink(
  source: StockSource,
  { rejects, dryRun }: Pick<LoadSourceOptions, 'rejects' | 'dryRun'>,
) {
  if (rejects === undefined && dryRun) return ignoreRejects;
  const folder = source.path === undefined ? '' : dirname(source.path);
  return createRejectsInFile({
    path: rejects ?? chooseRejectsPath(join(folder, source.baseName), existsSync),
    ...(source.path !== undefined && { inputPath: source.path }),
  });
}
