import { messageOf } from '@groundcrew/errors';
import type { StockItem } from '@groundcrew/inventory/list-inventory';
import type { ShelfIndex } from './shelf-index.ts';

/** A change of a shelf as it happens. */
export type ShelfChange =
  | ({ readonly type: 'set' } & StockItem)
  | { readonly type: 'delete'; readonly store: string; readonly item: string };

/** How far the index is filled. */
export type FeedState =
  | { readonly status: 'reading'; readonly shelves: number }
  | { readonly status: 'ready'; readonly readAtMs: number; readonly isLive: boolean }
  | { readonly status: 'failed'; readonly message: string };

export interface ShelfFeedOptions {
  readonly index: ShelfIndex;
  /** Reads the whole table. */
  readonly list: (signal: AbortSignal) => AsyncIterable<StockItem>;
  /** Calls back at each change, where there is such a source: the table is then read once. */
  readonly watch?: ((listener: (change: ShelfChange) => void) => () => void) | undefined;
  /** How long after a reading the next one begins, where changes are not reported. */
  readonly refreshMs: number;
  /** Whether anybody looks: reading costs read units. */
  readonly isWatched: () => boolean;
  /** Called at most every `noticeMs`. */
  readonly onChange: () => void;
  readonly noticeMs?: number;
  readonly now: () => number;
}

export interface ShelfFeed {
  state(): FeedState;
  /** Somebody looks: reads the table again if it was read too long ago. */
  look(): void;
  close(): void;
}

const NOTICE_MS = 250;
/** While the table is read, the pages see it grow. */
const NOTICE_ROWS = 5_000;

/** Keeps an index as the table is: by its changes where they are reported, else by reading it again and again. */
export function startShelfFeed(options: ShelfFeedOptions): ShelfFeed {
  const { index, list, watch, refreshMs, isWatched, onChange, noticeMs = NOTICE_MS, now } = options;
  const closing = new AbortController();
  let state: FeedState = { status: 'reading', shelves: 0 };
  let notice: NodeJS.Timeout | undefined;
  let next: NodeJS.Timeout | undefined;
  let isReading = false;

  function notify(): void {
    notice ??= setTimeout(() => {
      notice = undefined;
      onChange();
    }, noticeMs);
  }

  const stopWatching = watch?.((change) => {
    const before = index.version;
    if (change.type === 'set') index.set(change, now());
    else index.delete(change.store, change.item);
    if (index.version !== before) notify();
  });

  async function read(): Promise<void> {
    isReading = true;
    clearTimeout(next);
    let shelves = 0;
    if (state.status !== 'ready') state = { status: 'reading', shelves };
    try {
      index.beginReading();
      for await (const item of list(closing.signal)) {
        index.addRead(item, now());
        shelves += 1;
        if (state.status === 'reading') state = { status: 'reading', shelves };
        if (shelves % NOTICE_ROWS === 0) notify();
      }
      index.endReading();
      state = { status: 'ready', readAtMs: now(), isLive: watch !== undefined };
    } catch (error) {
      state = { status: 'failed', message: messageOf(error) };
    }
    isReading = false;
    if (closing.signal.aborted) return;
    notify();
    if (watch === undefined || state.status === 'failed') next = setTimeout(readIfWatched, refreshMs);
  }

  let isDue = false;
  function readIfWatched(): void {
    isDue = !isWatched();
    if (!isDue) void read();
  }

  void read();
  return {
    state: () => state,
    look() {
      if (!isDue || isReading) return;
      isDue = false;
      void read();
    },
    close() {
      closing.abort();
      stopWatching?.();
      clearTimeout(notice);
      clearTimeout(next);
    },
  };
}
