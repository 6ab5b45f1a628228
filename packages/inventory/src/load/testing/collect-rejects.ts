import type { Reject } from '../../stock-file/types.ts';
import { ignoreRejects, type RejectSink } from '../reject-sink.ts';

/** A sink that adds what a load rejected to a list, at its end. */
export function collectRejects(rejects: Reject[]): RejectSink {
  return {
    ...ignoreRejects,
    finish: async (_, rest) => {
      rejects.push(...rest.rejects);
      return undefined;
    },
  };
}
