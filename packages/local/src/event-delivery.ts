import type { Activity } from './activity.ts';
import type { Clock } from './clock.ts';
import type { Faults } from './faults/faults.ts';
import type { LambdaFunction } from './lambda/function.ts';
import type { Invoker } from './lambda/invoker.ts';

export interface EventDeliveryOptions {
  readonly clock: Clock;
  readonly activity: Activity;
  readonly invoker: Invoker;
  /** The current faults. */
  readonly faults: () => Faults | undefined;
}

// Maximum time that a reordered notification waits for the next one.
const MAX_REORDER_DELAY_MS = 200;

/**
 * Delivers events of S3 and EventBridge to functions asynchronously. Both guarantee at-least-once delivery without order,
 * which faults exploit.
 */
export function createEventDelivery({ clock, activity, invoker, faults }: EventDeliveryOptions) {
  const reorderedDeliveries: (() => void)[] = [];

  return (target: LambdaFunction, payload: string): void => {
    const dueDeliveries = reorderedDeliveries.splice(0);
    for (const { delayMs, reordered } of faults()?.deliveries() ?? [{ delayMs: 0, reordered: false }]) {
      const deliver = once(activity.begin('delivery'), () => invoker.notify(target, payload));
      if (reordered) {
        reorderedDeliveries.push(deliver);
        clock.after(MAX_REORDER_DELAY_MS, deliver);
      } else if (delayMs > 0) {
        clock.after(delayMs, deliver);
      } else {
        deliver();
      }
    }
    for (const deliver of dueDeliveries) deliver();
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
