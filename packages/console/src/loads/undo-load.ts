import { randomUUID } from 'node:crypto';
import { sleep } from '@groundcrew/async';
import { createLedger, createLedgerStore, findLoad } from '@groundcrew/inventory/ledger';
import { createOrderStore } from '@groundcrew/inventory/order';
import { findJournalInBucket, type UndoResult, undoUpload } from '@groundcrew/inventory/undo';
import type { InventorySource } from '../console.ts';

/**
 * Undoes a load of the ledger by the operation of `inventory undo`; `undefined`: nothing recorded what was there before.
 *
 * @param object as the ledger names it: `s3://bucket/key#SEQUENCER`
 * @param isDryRun nothing is written: what would be put back
 * @throws GroundcrewError `inventory.undo.unknown-load` and others of that operation
 */
export async function undoLoad(
  object: string,
  { dynamodb, s3, table, ledgerTable, rejectsBucket }: InventorySource,
  {
    isDryRun,
    signal,
    now,
  }: { readonly isDryRun: boolean; readonly signal: AbortSignal; readonly now: () => number },
): Promise<UndoResult | undefined> {
  const entry = await findLoad(dynamodb, ledgerTable, object, signal);
  const store = { client: s3, bucketName: rejectsBucket, inventory: table };
  const ending = `#${entry.sequencer}`;
  const upload = {
    object: entry.object.endsWith(ending) ? entry.object.slice(0, -ending.length) : entry.object,
    sequencer: entry.sequencer,
  };
  const journal = await findJournalInBucket(store, upload, signal);
  if (journal === undefined) return undefined;
  const ledger = createLedger({
    store: createLedgerStore(dynamodb, ledgerTable),
    now,
    random: Math.random,
    sleep,
    createId: randomUUID,
  });
  const order = createOrderStore(store);
  return await undoUpload(journal, {
    client: dynamodb,
    tableName: table,
    ledger,
    order,
    isDryRun,
    signal,
    sleep,
  });
}
