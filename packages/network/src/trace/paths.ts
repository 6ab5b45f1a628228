import type { NetworkModel } from '../model/index.ts';
import { readQuestion } from './read-question.ts';
import type { Question } from './question.ts';
import { trace, type TraceResult, type Verdict } from './trace.ts';
import type { Reason } from './walk-types.ts';

/** A path that has to hold. */
export interface Path {
  /** As it was written: `internet -> www:443`, `never internet -> data:*`. */
  readonly text: string;
  readonly must: 'reach' | 'never';
  /** `undefined`: an end is not in the model; `missing` names it. */
  readonly question?: Question;
  readonly missing?: string;
}

/** Whether a path holds: `in-part` for some of its packets. */
export type Holds = 'yes' | 'in-part' | 'no' | 'unknown';

export interface CheckedPath {
  readonly path: Path;
  readonly holds: Holds;
  readonly verdict: Verdict;
  readonly reason?: Reason;
  /** A packet that shows why it does not hold, in part or at all. */
  readonly packet?: string;
  readonly result?: TraceResult;
}

export function checkPath(model: NetworkModel, path: Path): CheckedPath {
  // What is not there neither reaches nor is reached; that it was meant to be, is why it is not known.
  if (!path.question) return { path, holds: 'unknown', verdict: 'unknown' };
  const result = trace(model, path.question);
  const { verdict } = result;
  const holds = holdsBy(verdict, path.must);
  const shown = result.explanations.find(({ status }) =>
    path.must === 'never' ? status !== 'blocked' : status !== 'reached',
  );
  return {
    path,
    holds,
    verdict,
    result,
    ...(shown?.reason && { reason: shown.reason }),
    ...(holds !== 'yes' && shown && shown.packet !== '' && { packet: shown.packet }),
  };
}

/** Whether a path holds, by the answer to its question. */
export function holdsBy(verdict: Verdict, must: Path['must']): Holds {
  if (verdict === 'unknown') return 'unknown';
  // That some packets pass is already too much of what must never be reached.
  if (must === 'never') return verdict === 'blocked' ? 'yes' : 'no';
  return verdict === 'reachable' ? 'yes' : verdict === 'in-part' ? 'in-part' : 'no';
}

/** The answer to all paths: the worst of them. */
export function overall(checked: readonly { readonly holds: Holds }[]): Holds {
  for (const worst of ['no', 'unknown', 'in-part'] as const)
    if (checked.some(({ holds }) => holds === worst)) return worst;
  return 'yes';
}

/** A path as it is written on the command line. @throws GroundcrewError `network.question.invalid` and those of ends */
export function readPath(model: NetworkModel, text: string): Path {
  const [, never, from = '', to = ''] = /^\s*(never\s+)?(\S+)\s*->\s*(\S+)\s*$/.exec(text) ?? [];
  const must = never === undefined ? 'reach' : 'never';
  return { text, must, question: readQuestion(model, from, to) };
}
