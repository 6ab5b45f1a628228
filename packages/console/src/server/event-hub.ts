/** What pages are notified of; the page reads again what it shows. */
export type Topic = 'shelves' | 'uploads' | 'rejects' | 'alerts' | 'loads' | 'reports' | 'internals';

/** A page that listens. */
export interface Listener {
  /** One event of the stream, or a comment that keeps the connection alive. */
  write(chunk: string): void;
}

/** Events for all open pages, by server-sent events (HTML standard, "Server-sent events"). */
export interface EventHub {
  publish(topic: Topic): void;
  /**
   * Adds a page. It gets what it missed since `lastEventId`; if that is not known, `resync`: it then reads everything again. The returned function removes it.
   */
  add(listener: Listener, lastEventId: string | undefined): () => void;
  readonly size: number;
  /** Keeps connections alive, and finds those that are gone. */
  beat(): void;
}

/** @param run distinguishes the ids of this server from those of an earlier one */
export function createEventHub(run: string, maxEvents = 256): EventHub {
  const listeners = new Set<Listener>();
  const recent: { readonly id: number; readonly topic: Topic }[] = [];
  let newest = 0;

  const eventOf = (name: string, id: number) => `id: ${run}.${id}\nevent: ${name}\ndata: \n\n`;

  function missedSince(lastEventId: string | undefined): string {
    const seen = Number(/^[^.]*\.(\d+)$/.exec(lastEventId ?? '')?.[1] ?? Number.NaN);
    const isOfThisRun = lastEventId?.startsWith(`${run}.`) === true && seen <= newest;
    // What happened between the making of a page and its first connection is not known either.
    if (!isOfThisRun || (seen < newest && recent[0]!.id > seen + 1)) return eventOf('resync', newest);
    // A page reads what a topic is about once, however often it was notified.
    const topics = new Map(recent.filter(({ id }) => id > seen).map(({ id, topic }) => [topic, id]));
    return [...topics]
      .sort(([, a], [, b]) => a - b)
      .map(([topic, id]) => eventOf(topic, id))
      .join('');
  }

  return {
    publish(topic) {
      newest += 1;
      recent.push({ id: newest, topic });
      if (recent.length > maxEvents) recent.shift();
      const chunk = eventOf(topic, newest);
      for (const listener of listeners) listener.write(chunk);
    },
    add(listener, lastEventId) {
      listener.write(`retry: 1000\n\n${missedSince(lastEventId)}`);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    get size() {
      return listeners.size;
    },
    beat() {
      for (const listener of listeners) listener.write(': beat\n\n');
    },
  };
}
