import type { Reject } from '../stock-file/types.ts';
import type { RejectSink } from './reject-sink.ts';

/** Counts rejects by reason before they reach a sink. */
export interface RejectTally {
  readonly sink: RejectSink;
  /** The reasons so far, the most frequent first. */
  reasons(): readonly RejectReason[];
}

/** A reason for which rows were rejected, with the first of them: an example shows more than a code. */
export interface RejectReason {
  readonly code: string;
  readonly rows: number;
  readonly line: number;
  readonly message: string;
}

/** A sink that counts what it passes on to `sink`. */
export function createRejectTally(sink: RejectSink): RejectTally {
  const reasons = new Map<string, { rows: number; readonly first: Reject }>();
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
    reasons: () =>
      [...reasons]
        .sort(([, a], [, b]) => b.rows - a.rows)
        .map(([code, { rows, first }]) => ({ code, rows, line: first.line, message: first.message })),
  };
}
