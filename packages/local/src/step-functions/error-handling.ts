import type { Catcher, Retrier } from '@groundcrew/lambda';
import type { StatesError } from './errors.ts';

/** Never seen by retriers and catchers: developer guide, "Handling errors in Step Functions workflows". */
const terminalErrors: ReadonlySet<string> = new Set(['States.Runtime']);
/** Matched by its own name only. */
const NOT_IN_ALL = 'States.DataLimitExceeded';
/** `States.TaskFailed` means every error of a task but a timeout. */
const notTaskFailures: ReadonlySet<string> = new Set(['States.Timeout', NOT_IN_ALL]);

/** Whether a list of error names includes an error. */
export function matchesError(names: readonly string[], { error }: StatesError): boolean {
  if (terminalErrors.has(error)) return false;
  return names.some(
    (name) =>
      name === error ||
      (name === 'States.ALL' && error !== NOT_IN_ALL) ||
      (name === 'States.TaskFailed' && !notTaskFailures.has(error)),
  );
}

/** The index of the retrier that applies; `undefined`: none does. A first match without attempts left ends the search. */
export function findRetrier(
  retriers: readonly Retrier[],
  error: StatesError,
  attempts: Readonly<Record<number, number>>,
): number | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => matchesError(ErrorEquals, error));
  if (index < 0) return undefined;
  return (attempts[index] ?? 0) < (retriers[index]!.MaxAttempts ?? 3) ? index : undefined;
}

/**
 * Milliseconds before a retry. Defaults and limits: Amazon States Language, "Retrying after error".
 *
 * @param attempt 0: the first retry
 */
export function retryDelayMs(retrier: Retrier, attempt: number, random: () => number): number {
  const { IntervalSeconds = 1, BackoffRate = 2, MaxDelaySeconds, JitterStrategy = 'NONE' } = retrier;
  const grown = IntervalSeconds * BackoffRate ** attempt;
  const seconds = MaxDelaySeconds === undefined ? grown : Math.min(grown, MaxDelaySeconds);
  return 1000 * seconds * (JitterStrategy === 'FULL' ? random() : 1);
}

export function findCatcher(catchers: readonly Catcher[], error: StatesError): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => matchesError(ErrorEquals, error));
}
