import { GroundcrewError } from '@groundcrew/errors';
import type { Activity, Work } from './activity.ts';
import type { IdleOptions } from './options.ts';

const works: readonly Work[] = ['invocation', 'stream-records', 'delivery', 'waiting'];

/**
 * Waits until nothing is under way.
 *
 * @throws GroundcrewError `local.busy` after `timeoutMs`
 */
export async function waitUntilIdle(
  activity: Activity,
  { timeoutMs, ignoreWaiting }: IdleOptions = {},
): Promise<void> {
  const quiet = activity.quiet(new Set<Work>(ignoreWaiting ? ['waiting'] : []));
  if (timeoutMs === undefined) return quiet;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const left = works
        .filter((work) => activity.count(work) > 0)
        .map((work) => `${activity.count(work)} ${work}`)
        .join(', ');
      const message = `not quiet after ${timeoutMs} ms; still under way: ${left}`;
      reject(new GroundcrewError('local.busy', message, { fault: 'service' }));
    }, timeoutMs);
  });
  try {
    await Promise.race([quiet, late]);
  } finally {
    clearTimeout(timer);
  }
}
