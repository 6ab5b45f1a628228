/** A message of a queue that may be invisible for a while. */
export interface TimedEntry {
  readonly message: { readonly id: string };
  visibleAtMs: number;
}

/**
 * Which messages of a standard queue can be received, without looking at those that can't: as many as a hundred thousand may be
 * in flight. Oldest first; what becomes visible again follows.
 */
export interface ReadyEntries<Entry extends TimedEntry> {
  /** A new message, or one whose time has changed. */
  put(entry: Entry, nowMs: number): void;
  remove(id: string): void;
  clear(): void;
  /** How many can't be received now. */
  hiddenCount(): number;
  /** Those that are visible, while it is iterated. */
  visible(nowMs: number): Iterable<Entry>;
}

export function createReadyEntries<Entry extends TimedEntry>(): ReadyEntries<Entry> {
  const ready = new Map<string, Entry>();
  const hidden = new Map<string, Entry>();
  /** Whether those that were hidden later become visible later, as with one visibility timeout for all. */
  let isSorted = true;
  let lastHiddenMs = Number.NEGATIVE_INFINITY;

  function wakeDue(nowMs: number): void {
    for (const [id, entry] of hidden) {
      if (entry.visibleAtMs <= nowMs) {
        hidden.delete(id);
        ready.set(id, entry);
      } else if (isSorted) break;
    }
    if (hidden.size === 0) {
      isSorted = true;
      lastHiddenMs = Number.NEGATIVE_INFINITY;
    }
  }

  return {
    put(entry, nowMs) {
      const { id } = entry.message;
      hidden.delete(id);
      if (entry.visibleAtMs <= nowMs) {
        // One that stays visible keeps its place: whoever iterates does not meet it again.
        ready.set(id, entry);
        return;
      }
      ready.delete(id);
      if (entry.visibleAtMs < lastHiddenMs) isSorted = false;
      lastHiddenMs = Math.max(lastHiddenMs, entry.visibleAtMs);
      hidden.set(id, entry);
    },
    remove(id) {
      ready.delete(id);
      hidden.delete(id);
    },
    clear() {
      ready.clear();
      hidden.clear();
    },
    hiddenCount: () => hidden.size,
    visible(nowMs) {
      wakeDue(nowMs);
      return ready.values();
    },
  };
}
