import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Invoker } from './lambda/invoker.ts';

export interface EventDeliveryOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly invoker: Invoker;
  /** What goes wrong at present. */
  readonly faults: () => Faults | undefined;
}

// How long a notification that is to be overtaken waits for the one that overtakes it.
const MAX_HOLD_MS = 200;

/**
 * Hands events of S3 and EventBridge to functions, asynchronously; both promise to do so once at least, in no order:
 * faults make use of that.
 */
export function createEventDelivery({ clock, activity, invoker, faults }: EventDeliveryOptions) {
  const held: (() => void)[] = [];

  return (target: LambdaFunction, payload: string): void => {
    const overtaken = held.splice(0);
    for (const { delayMs, hold } of faults()?.deliveries() ?? [{ delayMs: 0, hold: false }]) {
      const deliver = once(activity.begin('delivery'), () => invoker.invokeAsync(target, payload));
      if (hold) {
        held.push(deliver);
        clock.after(MAX_HOLD_MS, deliver);
      } else if (delayMs > 0) {
        clock.after(delayMs, deliver);
      } else {
        deliver();
      }
    }
    for (const deliver of overtaken) deliver();
  };
}

function once(end: () => void, task: () => void): () => void {
  let done = false;
  return () => {
    if (done) return;
    done = true;
    task();
    end();
  };
}
