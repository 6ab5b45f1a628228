import type { Clock } from './clock.ts';
import { AwsError } from './service.ts';

/**
 * A clock whose tasks run again, after as long as before, where what they change can't be stored: nobody waits for the answer of a
 * task, and a full disk must not end the process.
 */
export function createRetryingClock(clock: Clock): Clock {
  return {
    now: () => clock.now(),
    after(delayMs, task) {
      let cancel = clock.after(delayMs, run);
      function run(): void {
        try {
          task();
        } catch (error) {
          if (!(error instanceof AwsError)) throw error;
          cancel = clock.after(delayMs, run);
        }
      }
      return () => cancel();
    },
  };
}
