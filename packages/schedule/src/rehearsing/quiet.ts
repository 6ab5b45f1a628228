import type { RunDecisions, ScheduleRun } from '../running/index.ts';

/** Whether the runs after this one find the same and do nothing, until something changes by its time. */
export function isQuiet(
  { started, stopped, failed, postponed, problems }: ScheduleRun,
  { decisions, withheld }: RunDecisions,
): boolean {
  if (started + stopped + failed + postponed > 0) return false;
  if (problems.some((problem) => problem.includes('could not be read'))) return false;
  return decisions.every((decided) => {
    if (decided.schedule === undefined || decided.resource.refusal !== undefined) return true;
    const { action, because } = decided.decision;
    if (action !== 'none') return action === 'stop' && withheld > 0;
    return !['in-transition', 'backoff', 'busy'].includes(because.code);
  });
}

/** When an interval ends next, or a service starts something by itself. */
export function nextChangeMs({ decisions }: RunDecisions, nowMs: number): number {
  const restarts = decisions.flatMap((decided) => [
    decided.resource.observed.restartsAtMs ?? Number.POSITIVE_INFINITY,
    (decided.schedule && decided.memory.restartsAtMs) ?? Number.POSITIVE_INFINITY,
  ]);
  return restarts.reduce(
    (first, each) => (each > nowMs ? Math.min(first, each) : first),
    firstEndOf(decisions),
  );
}

/** When the first of the intervals ends in which decisions were made. */
export function firstEndOf(decisions: RunDecisions['decisions']): number {
  let first = Number.POSITIVE_INFINITY;
  for (const decided of decisions) {
    if (decided.schedule !== undefined) first = Math.min(first, decided.interval.endMs);
  }
  return first;
}
