import { GroundcrewError } from '@groundcrew/errors';
import type { SurveyedShelves } from '../duplicates/shelf-survey.ts';
import type { FileMoment } from './file-order.ts';
import type { OrderedFile, OrderStore } from './order-store.ts';
import { NewerShelves, type ShelfFilter } from './shelf-filter.ts';

export interface EnterOrderDeps {
  readonly store: OrderStore;
  /** Whether a run holds the lease of the upload, or may do so for all that is known: it may still write. */
  readonly isHeld: (upload: FileMoment) => Promise<boolean>;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<void>;
  /** Stops the waiting. */
  readonly signal: AbortSignal;
  /** Called once for each older file that is waited for. */
  readonly onWait?: ((upload: FileMoment) => void) | undefined;
}

/** How often to look whether an older file is still being loaded. */
const POLL_INTERVAL_MS = 1_000;
/** 100 MB or so. */
const MAX_SUPERSEDED = 4_000_000;

/**
 * Makes a file known, waits until none that is older is being written, and finds the shelves that newer ones name.
 *
 * Each file first registers itself, then looks for others: of two that are loaded at the same time, at least one sees the other.
 * If the newer one sees the older one, it waits for it. If it does not, the older one became known later; then it sees the newer
 * one, and leaves its shelves alone. Only newer ones wait for older ones, so none waits forever.
 *
 * To be called under the lease of the upload, at each run of it: a run that died is not waited for, and the one that resumes its
 * load looks again.
 */
export async function enterOrder(
  file: OrderedFile,
  shelves: SurveyedShelves,
  { store, isHeld, sleep, signal, onWait }: EnterOrderDeps,
): Promise<ShelfFilter | undefined> {
  await store.register(file, shelves, signal);
  // Newer ones that become known from here on wait for this one.
  const others = await store.look(file, signal);
  for (const older of others.unfinished) {
    let isReported = false;
    while (await isHeld(older)) {
      if (!isReported) onWait?.(older);
      isReported = true;
      await sleep(POLL_INTERVAL_MS, signal);
    }
  }
  const newer = new NewerShelves();
  // A full export is about shelves that it does not name, too.
  const isFull = file.full !== undefined;
  for await (const { parts, full } of others.newerSets()) {
    if (full !== undefined) newer.addClaim(full);
    for await (const { part, hashes } of parts) {
      const own = shelves.indexOf(part);
      for (const hash of hashes) if (isFull || own.find(hash) >= 0) newer.named.add(hash);
      if (newer.named.size > MAX_SUPERSEDED) throw tooMany(file.order.object);
    }
    if (!isFull && newer.named.size >= shelves.size) break;
  }
  return newer.isEmpty ? undefined : newer;
}

function tooMany(object: string): GroundcrewError {
  return new GroundcrewError(
    'inventory.file.too-old',
    `newer files name more than ${MAX_SUPERSEDED} shelves of ${object}; split it, or leave it out`,
  );
}
