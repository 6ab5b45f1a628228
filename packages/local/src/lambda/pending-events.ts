import { join } from 'node:path';
import { openJournal } from '../journal.ts';

/** An asynchronous event that was taken in. */
export interface PendingEvent {
  readonly requestId: string;
  readonly functionName: string;
  /** JSON */
  readonly payload: string;
  /** Milliseconds since 1970. */
  readonly acceptedAt: number;
}

type Entry = PendingEvent | { readonly done: string };

/**
 * Asynchronous events until their function is through with them or they are given up.
 *
 * Lambda does not lose what it has taken in: after a crash the events that were under way are tried anew.
 */
export interface PendingEvents {
  add(event: PendingEvent): void;
  done(requestId: string): void;
  /** In the order in which they were taken in. */
  left(): readonly PendingEvent[];
  close(): void;
}

/** Events as they were left in `dataDir`; without one nothing is kept. */
export function openPendingEvents(dataDir: string | undefined): PendingEvents {
  const pending = new Map<string, PendingEvent>();
  const journal = openJournal<Entry>(dataDir && join(dataDir, 'lambda', 'events.jsonl'), {
    replay(entry) {
      if ('done' in entry) pending.delete(entry.done);
      else pending.set(entry.requestId, entry);
    },
    snapshot: () => [...pending.values()],
  });
  return {
    add(event) {
      journal.append(event);
      pending.set(event.requestId, event);
    },
    done(requestId) {
      journal.append({ done: requestId });
      pending.delete(requestId);
    },
    left: () => [...pending.values()],
    close: () => journal.close(),
  };
}
