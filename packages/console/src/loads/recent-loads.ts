import type { RecentLoads } from '@groundcrew/inventory/ledger';

/** The newest loads as they were read, and when. */
export interface ReadLoads extends RecentLoads {
  readonly atMs: number;
}

/** The newest loads of the ledger: pages that are open share one reading of it. */
export interface LoadsReader {
  read(): Promise<ReadLoads>;
  /** The next page reads the ledger again. */
  expire(): void;
}

export interface LoadsReaderDeps {
  /** Reads the ledger. */
  readonly list: () => Promise<RecentLoads>;
  readonly refreshMs: number;
  readonly now: () => number;
}

/**
 * The ledger is a table that can only be read whole: it is, when a load is known to have begun or ended, and otherwise once in
 * `refreshMs`, however many pages are open.
 */
export function createLoadsReader({ list, refreshMs, now }: LoadsReaderDeps): LoadsReader {
  let reading: Promise<ReadLoads> | undefined;
  let known: ReadLoads | undefined;

  async function readLedger(): Promise<ReadLoads> {
    const atMs = now();
    return { ...(await list()), atMs };
  }

  return {
    async read() {
      if (known !== undefined && now() - known.atMs < refreshMs) return known;
      if (reading !== undefined) return await reading;
      const mine = readLedger();
      reading = mine;
      try {
        const loads = await mine;
        // What expired meanwhile is read again by the next page.
        if (reading === mine) known = loads;
        return loads;
      } finally {
        if (reading === mine) reading = undefined;
      }
    },
    expire() {
      known = undefined;
      reading = undefined;
    },
  };
}
