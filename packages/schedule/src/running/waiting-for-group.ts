import { compileMatch } from '../assignment/index.ts';
import type { Group } from '../file/schedule.ts';
import type { ResourceDecision } from '../planning/decide-resources.ts';
import { MINUTE_MS } from '../time/index.ts';

/**
 * The ARNs of what waits for an earlier step of its group, in this run: a step waits until the one before it has taken effect,
 * but no longer than the limit of its group.
 */
export function waitingForGroup(
  decisions: readonly ResourceDecision[],
  groups: readonly Group[],
  nowMs: number,
): ReadonlySet<string> {
  const held = new Set<string>();
  for (const { order, waitMinutes } of groups) {
    const matchers = order.map(compileMatch);
    const steps = matchers.map((matches, index) =>
      decisions.filter(
        ({ resource }) => matches(resource) && !matchers.slice(0, index).some((earlier) => earlier(resource)),
      ),
    );
    for (const [action, ordered] of [
      ['start', steps],
      ['stop', steps.toReversed()],
    ] as const) {
      const wanted = action === 'start' ? 'on' : 'off';
      const done = action === 'start' ? 'running' : 'stopped';
      for (const [index, step] of ordered.entries()) {
        const isWaiting = ordered
          .slice(0, index)
          .some((earlier) =>
            earlier.some(
              (decided) =>
                decided.schedule !== undefined &&
                decided.resource.refusal === undefined &&
                decided.decision.wanted === wanted &&
                isUnderWay(decided, done) &&
                nowMs < sinceWanted(decided) + index * waitMinutes * MINUTE_MS,
            ),
          );
        if (!isWaiting) continue;
        for (const decided of step) {
          if (decided.schedule !== undefined && decided.decision.action === action)
            held.add(decided.resource.arn);
        }
      }
    }
  }
  return held;
}

/** What a person left otherwise, or a mode, does not take effect: nothing waits for it. */
function isUnderWay(
  decided: Extract<ResourceDecision, { readonly schedule: object }>,
  done: 'running' | 'stopped',
): boolean {
  const { because, action } = decided.decision;
  if (decided.resource.observed.state === done || decided.resource.observed.state === 'gone') return false;
  return action !== 'none' || because.code === 'in-transition' || because.code === 'backoff';
}

function sinceWanted({
  interval,
  decision,
}: Extract<ResourceDecision, { readonly schedule: object }>): number {
  return decision.because.code === 'override' ? decision.because.override.fromMs : interval.startMs;
}
