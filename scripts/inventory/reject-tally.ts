import type { RejectSink } from '@groundcrew/inventory/load';
import type { Reject } from '@groundcrew/inventory/stock-file';
import type { TableSection } from '@groundcrew/report';

/** Counts rejects by their reason on the way to a sink. */
export interface RejectTally {
  readonly sink: RejectSink;
  /** The reasons, most frequent first, as a section of a report. */
  section(): TableSection;
}

interface Reason {
  rows: number;
  /** The first one: an example says more than a code. */
  readonly first: Reject;
}

export function createRejectTally(sink: RejectSink): RejectTally {
  const reasons = new Map<string, Reason>();
  const count = (rejects: readonly Reject[]) => {
    for (const reject of rejects) {
      const reason = reasons.get(reject.code);
      if (reason) reason.rows += 1;
      else reasons.set(reject.code, { rows: 1, first: reject });
    }
  };
  return {
    sink: {
      save(part) {
        count(part.rejects);
        return sink.save(part);
      },
      finish(parts, rest) {
        count(rest.rejects);
        return sink.finish(parts, rest);
      },
      discard: () => sink.discard(),
    },
    section: () => ({
      kind: 'table',
      key: 'rejects',
      title: 'Rejected rows',
      columns: [
        { key: 'code', title: 'Reason' },
        { key: 'rows', title: 'Rows', unit: 'count' },
        { key: 'line', title: 'First on line', unit: 'count' },
        { key: 'message', title: 'What the first one is', wrap: true },
      ],
      rows: [...reasons]
        .sort(([, a], [, b]) => b.rows - a.rows)
        .map(([code, { rows, first }]) => ({ code, rows, line: first.line, message: first.message })),
      whenEmpty: 'No row was rejected.',
    }),
  };
}
