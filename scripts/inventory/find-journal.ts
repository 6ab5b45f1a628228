import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { sleep } from '@groundcrew/async';
import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import { whoAmI } from '@groundcrew/aws/identity';
import type { OptionValues } from '@groundcrew/cli';
import { GroundcrewError } from '@groundcrew/errors';
import { createLedger, createLedgerStore, findLoad } from '@groundcrew/inventory/ledger';
import { createOrderStore } from '@groundcrew/inventory/order';
import {
  findJournalInBucket,
  openJournalInFile,
  type UndoDeps,
  undoChanges,
  type UndoResult,
  undoUpload,
} from '@groundcrew/inventory/undo';
import type { Connection } from '../connection.ts';
import type { ledgerOptions } from './ledger-options.ts';
import { isJournalOf, JOURNAL_ENDING } from './undo-path.ts';

/** The journal of a load, and how that load is undone. */
export interface FoundJournal {
  readonly name: string;
  readonly table: string;
  undo(deps: Pick<UndoDeps, 'client' | 'isDryRun' | 'onProgress' | 'signal'>): Promise<UndoResult>;
}

export interface FindJournalDeps {
  readonly options: OptionValues<typeof ledgerOptions>;
  readonly connection: Connection;
  readonly dynamodb: DynamoDBClient;
  readonly existsSync: (path: string) => boolean;
  readonly signal: AbortSignal;
}

/**
 * Finds the journal of a load by what the user named it.
 *
 * @throws GroundcrewError `inventory.undo.no-journal`, `inventory.undo.several-journals`, `inventory.undo.unknown-load`,
 * `inventory.undo.elsewhere`
 */
export function findJournal(load: string, deps: FindJournalDeps): Promise<FoundJournal> {
  return load.startsWith('s3://') ? findUpload(load, deps) : findFile(load, deps);
}

async function findUpload(
  load: string,
  { options, connection, dynamodb, signal }: FindJournalDeps,
): Promise<FoundJournal> {
  const { createS3Client } = await import('@groundcrew/aws/s3');
  const { table, ledger: ledgerTable } = options;
  const entry = await findLoad(dynamodb, ledgerTable, load, signal);
  const store = {
    client: createS3Client(connection),
    bucketName: options.rejectsBucket ?? (await defaultBucket(connection, signal)),
    inventory: table,
  };
  if (entry.summary?.engine === 'bulk') throw loadedInBulk(entry.object);
  const object = entry.object.endsWith(`#${entry.sequencer}`)
    ? entry.object.slice(0, -entry.sequencer.length - 1)
    : entry.object;
  const journal = await findJournalInBucket(store, { object, sequencer: entry.sequencer }, signal);
  if (journal === undefined) throw noJournal(load, entry.object);
  const order = createOrderStore(store);
  const ledger = createLedger({
    store: createLedgerStore(dynamodb, ledgerTable),
    now: Date.now,
    random: Math.random,
    sleep,
    createId: randomUUID,
  });
  return {
    name: entry.object,
    table,
    undo: (deps) => undoUpload(journal, { ...deps, tableName: table, ledger, order, sleep }),
  };
}

function loadedInBulk(load: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.no-journal',
    `${load} was loaded by a bulk put, which does not return what was there before; load an older file with --engine function and without a guard to put its counts back`,
  );
}

async function defaultBucket(connection: Connection, signal: AbortSignal): Promise<string> {
  const { accountId } = await whoAmI(connection, signal);
  return `groundcrew-rejects-${accountId}-${connection.region ?? ''}`;
}

async function findFile(
  load: string,
  { connection, existsSync, signal }: FindJournalDeps,
): Promise<FoundJournal> {
  const path = load.endsWith(JOURNAL_ENDING) ? load : journalBeside(load, existsSync);
  const { head, changes } = await openJournalInFile(path);
  if (head.region !== undefined && head.region !== connection.region) {
    throw elsewhere(
      path,
      `in region ${head.region}, and this is ${connection.region ?? 'an unknown region'}`,
    );
  }
  if (head.account !== undefined) {
    const { accountId } = await whoAmI(connection, signal);
    if (accountId !== head.account)
      throw elsewhere(path, `in account ${head.account}, and this is ${accountId}`);
  }
  return {
    name: head.file,
    table: head.table,
    undo: (deps) => undoChanges({ changes }, { ...deps, tableName: head.table }),
  };
}

/** The journal of a file, if it has one only. */
function journalBeside(file: string, existsSync: (path: string) => boolean): string {
  const folder = dirname(file);
  const names = existsSync(folder) ? readdirSync(folder) : [];
  const found = names.filter((name) => isJournalOf(name, basename(file))).map((name) => join(folder, name));
  const [first, second] = found;
  if (first === undefined) throw noJournal(file, file);
  if (second === undefined) return first;
  throw new GroundcrewError(
    'inventory.undo.several-journals',
    `"${file}" was loaded several times: pass one of the journals ${found.sort().join(', ')}`,
  );
}

function noJournal(load: string, name: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.no-journal',
    `nothing recorded what was there before the load of ${name}, so that it cannot be undone; load the file before it again, or restore the table (docs/inventory.md, "Undoing a load"). Loads are recorded by inventory load --undo, and in the function by the setting UndoJournal`,
    { details: { load } },
  );
}

function elsewhere(path: string, how: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.undo.elsewhere',
    `"${path}" is of a load ${how}; pass --profile and --region of that load`,
  );
}
