import { GroundcrewError } from '@groundcrew/errors';
import type { Activity, ActivityKind } from './activity.ts';
import type { IdleOptions } from './options.ts';

const activityKinds: readonly ActivityKind[] = [
  'invocation',
  'execution',
  'stream-records',
  'delivery',
  'waiting',
];

/**
 * Waits until nothing is in progress.
 *
 * @throws GroundcrewError `local.busy` after `timeoutMs`
 */
export async function waitUntilIdle(
  activity: Activity,
  { timeoutMs, ignoreWaiting }: IdleOptions = {},
): Promise<void> {
  const idle = activity.whenIdle(new Set<ActivityKind>(ignoreWaiting ? ['waiting'] : []));
  if (timeoutMs === undefined) return idle;
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const remaining = activityKinds
        .filter((work) => activity.count(work) > 0)
        .map((work) => `${activity.count(work)} ${work}`)
        .join(', ');
      const message = `not idle after ${timeoutMs} ms; still in progress: ${remaining}`;
      reject(new GroundcrewError('local.busy', message, { fault: 'service' }));
    }, timeoutMs);
  });
  try {
    await Promise.race([idle, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
