import type { Verdict } from './trace.ts';

/** The four answers, for people. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  reachable: 'reachable',
  'in-part': 'reachable in part',
  blocked: 'blocked',
  unknown: 'unknown here',
};
