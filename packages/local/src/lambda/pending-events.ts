import { join } from 'node:path';
import { openJournal } from '../journal.ts';

/** An accepted asynchronous event. */
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
 * Asynchronous events until they are processed or discarded.
 *
 * Lambda does not lose accepted events: after a crash, events in progress are tried again.
 */
export interface PendingEvents {
  add(event: PendingEvent): void;
  done(requestId: string): void;
  /** In the order of acceptance. */
  left(): readonly PendingEvent[];
  close(): void;
}

/** Events stored in `dataDir`; without a folder nothing is stored. */
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
