import type { DynamoDBClient } from '@groundcrew/aws/dynamodb';
import type { HashIndex } from '../duplicates/hash-index.ts';
import type { Ledger, LoadLease } from '../ledger/index.ts';
import { zeroTallies } from '../load/checkpoint.ts';
import { summarize } from '../load/summary.ts';
import { type OrderedFile, NewerShelves, type OrderStore, type ShelfFilter } from '../order/index.ts';
import type { JournalHead } from './journal-in-bucket.ts';
import { type UndoJournal, undoChanges, type UndoResult } from './undo-changes.ts';

export interface UndoUploadDeps {
  readonly ledger: Ledger;
  readonly order: OrderStore;
  readonly client: DynamoDBClient;
  readonly tableName: string;
  readonly isDryRun: boolean;
  readonly onProgress?: ((shelves: number) => void) | undefined;
  readonly signal: AbortSignal;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
}

/**
 * Undoes the load of an upload, as if it were loaded once more: under its lease, and known to be in progress, so that newer files wait
 * for it; then it leaves out the shelves that the known ones set. A newer one that becomes known later waits. So an undo never
 * takes back the count of a newer file, even if that is the same count.
 *
 * Afterwards the upload is no longer known as one that names its shelves, and no event loads it again. An undo that was interrupted
 * is repeated: what was put back stays.
 */
export async function undoUpload(
  journal: UndoJournal & { readonly head: JournalHead },
  deps: UndoUploadDeps,
): Promise<UndoResult> {
  const { head } = journal;
  const file = orderedFile(head);
  if (deps.isDryRun)
    return await undoChanges(journal, { ...deps, findNewer: (shelves) => look(file, shelves, deps) });
  const { lease, entry } = await deps.ledger.claimUndo({ object: head.entry, sequencer: head.sequencer });
  const result = await underLease(lease, deps, async (signal) => {
    if (file !== undefined) await deps.order.mark(file);
    return await undoChanges(journal, {
      ...deps,
      signal,
      mayWrite: () => lease.mayWrite(),
      findNewer: (shelves) => look(file, shelves, { ...deps, signal }),
    });
  });
  // In this order: whoever finds the upload unknown finds its shelves put back.
  if (file !== undefined) await deps.order.forget(file);
  const summary = entry.summary ?? { ...summarize(zeroTallies), object: head.object };
  await lease.finish({ ...summary, status: 'undone' });
  return result;
}

function orderedFile({ order, stores }: JournalHead): OrderedFile | undefined {
  return order && { order, stores };
}

/** The counts of newer files for the shelves of the journal. */
async function look(
  file: OrderedFile | undefined,
  shelves: HashIndex,
  { order, signal }: Pick<UndoUploadDeps, 'order' | 'signal'>,
): Promise<ShelfFilter | undefined> {
  if (file === undefined) return undefined;
  const newer = new NewerShelves();
  const others = await order.look(file, signal);
  for await (const { parts, full } of others.newerSets()) {
    if (full !== undefined) newer.addClaim(full);
    for await (const { hashes } of parts) {
      for (const hash of hashes) if (shelves.find(hash) >= 0) newer.named.add(hash);
    }
  }
  return newer.isEmpty ? undefined : newer;
}

/** Renews the lease while `work` is done; `signal` fires when it is lost. */
async function underLease<Value>(
  lease: LoadLease,
  { signal, sleep }: UndoUploadDeps,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const end = new AbortController();
  const both = AbortSignal.any([signal, lease.signal]);
  const renewing = (async () => {
    while (!end.signal.aborted) {
      try {
        await sleep(lease.renewEveryMs, end.signal);
        await lease.renew();
      } catch {
        // The end; or the lease is lost, which its own signal reports; or a failed call, after which the next one comes.
      }
    }
  })();
  try {
    return await work(both);
  } catch (error) {
    end.abort();
    await renewing;
    await release(lease);
    throw error;
  } finally {
    end.abort();
    await renewing;
  }
}

/** Best effort: a lease that is not released expires soon. */
async function release(lease: LoadLease): Promise<void> {
  try {
    await lease.release();
  } catch {
    // The error that ended the undo is the one to report.
  }
}
