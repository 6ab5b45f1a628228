import { MAX_STORES } from '../duplicates/shelf-survey.ts';
import type { Ledger } from '../ledger/index.ts';
import type { SurveyedFile } from '../load/load-stock-file.ts';
import type { LoadSummary } from '../load/summary.ts';
import {
  enterOrder,
  type FileFacts,
  type FileMoment,
  type FileOrder,
  type FileTime,
  formatSource,
  momentOf,
  type OrderedFile,
  type OrderStore,
  placeFile,
  type ShelfFilter,
} from '../order/index.ts';
import type { JournalHead } from '../undo/journal-in-bucket.ts';
import { nameOf, type Upload } from './load-event.ts';

/** How the uploads of all objects are put in order. */
export interface UploadOrder {
  /** Files find each other by it: see `enterOrder`. Not needed where items are guarded and no file is a full export. */
  readonly store?: OrderStore | undefined;
  /** Whether each item has the time of its file, which decides. */
  readonly guardsItems?: boolean;
  readonly fileTime: FileTime;
}

/**
 * The name of an upload in the ledger, where all uploads are in order: each has an entry of its own, since an older one of an object
 * that comes late is loaded like any other older file.
 */
export function entryNameOf({ object, sequencer }: Pick<FileMoment, 'object' | 'sequencer'>): string {
  return `${object}#${sequencer}`;
}

interface PlaceDeps {
  readonly order?: UploadOrder | undefined;
  readonly ledger: Ledger;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

/** The place of one upload in the order of all, found when its object was opened and looked through. */
export interface UploadPlace {
  /** Absent where uploads of different objects have no order. */
  readonly enter: ((file: SurveyedFile, signal: AbortSignal) => Promise<ShelfFilter | undefined>) | undefined;
  /** Where each item decides: the place of the upload, once it is entered. */
  readonly itemOrder: (() => FileOrder) | undefined;
  /** Whether an older upload is being waited for. */
  isWaiting(): boolean;
  /** The text that rejects carry of the upload. */
  source(): string | undefined;
  facts(): Pick<LoadSummary, 'fileTime'>;
  /** What a journal of the load has of it; once it was entered. */
  journalHead(): JournalHead;
  /** Makes as if the upload had not come: nothing of it was written. */
  forget(): Promise<void>;
  /** Makes known that the load has ended; best effort, since a run without a lease is waited for by nobody. */
  leave(): Promise<void>;
}

export function createPlace(
  upload: Upload,
  { order, ledger, sleep }: PlaceDeps,
  modifiedMs: () => number | undefined,
): UploadPlace {
  const object = nameOf(upload);
  const { key: name, sequencer } = upload;
  let entered: OrderedFile | undefined;
  let isWaiting = false;

  const facts = (): FileFacts => ({ object, name, sequencer, modifiedMs: modifiedMs() });
  const rule = order?.fileTime ?? 'modified';

  async function enter(
    { shelves, rejects, full }: SurveyedFile,
    signal: AbortSignal,
  ): Promise<ShelfFilter | undefined> {
    // Whatever there is to reject, it does not depend on other files.
    if (order === undefined || shelves.size === 0) return undefined;
    // A full export may have more stores than are worth to be listed.
    const stores = (shelves.stores?.length ?? 0) > MAX_STORES ? undefined : shelves.stores;
    entered = { order: placeFile(facts(), rule, rejects), stores, full };
    if (order.store === undefined) return undefined;
    const newer = await enterOrder(entered, shelves, {
      store: order.store,
      isHeld: (older) => ledger.isHeld({ object: entryNameOf(older), sequencer: older.sequencer }),
      sleep,
      signal,
      onWait() {
        isWaiting = true;
      },
    });
    isWaiting = false;
    return newer;
  }

  function orderOfEntered(): FileOrder {
    if (entered === undefined) throw new Error('a row is written before its file has a place');
    return entered.order;
  }

  return {
    enter: order === undefined ? undefined : enter,
    itemOrder: order?.guardsItems ? () => orderOfEntered() : undefined,
    isWaiting: () => isWaiting,
    source() {
      if (entered !== undefined) return formatSource(entered.order);
      try {
        return formatSource(momentOf(facts(), rule));
      } catch {
        return undefined;
      }
    },
    facts: () => (entered === undefined ? {} : { fileTime: new Date(entered.order.timeMs).toISOString() }),
    journalHead() {
      const entry = order === undefined ? object : entryNameOf({ object, sequencer });
      const placed = entered && { order: entered.order, stores: entered.stores };
      return { version: 1, object, sequencer, entry, ...placed };
    },
    async forget() {
      if (entered !== undefined) await order?.store?.forget(entered);
    },
    async leave() {
      if (entered === undefined) return;
      try {
        await order?.store?.leave(entered);
      } catch {
        // The upload has ended in the ledger, too.
      }
    },
  };
}
