import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.ts';
import { parseSchedule } from './expression.ts';

export interface ScheduleOptions {
  readonly name: string;
  readonly expression: string;
  readonly timeZone: string;
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
  /** Called with the event, as JSON. */
  fire(event: string): void;
}

/**
 * Fires at the scheduled times until the returned function is called.
 *
 * @throws GroundcrewError as `parseSchedule` does.
 */
export function startSchedule(options: ScheduleOptions): () => void {
  const { clock, expression, timeZone } = options;
  const schedule = parseSchedule(expression, timeZone, clock.now());
  let cancel = () => {};

  function wait(afterMs: number): void {
    const at = schedule.next(afterMs);
    if (at === undefined) return;
    cancel = later(clock, at, () => {
      options.fire(scheduledEvent(options, at));
      wait(at);
    });
  }

  wait(clock.now());
  return () => cancel();
}

// Node's timers accept no longer delay: 2^31 - 1 ms, about 24 days.
const MAX_TIMER_DELAY_MS = 2 ** 31 - 1;

function later(clock: Clock, at: number, task: () => void): () => void {
  let cancel = () => {};
  function wait(): void {
    const delayMs = at - clock.now();
    cancel =
      delayMs > MAX_TIMER_DELAY_MS ? clock.after(MAX_TIMER_DELAY_MS, wait) : clock.after(delayMs, task);
  }
  wait();
  return () => cancel();
}

/** Rules: the default payload in "Templated targets" of the EventBridge Scheduler user guide. */
function scheduledEvent({ name, region, accountId }: ScheduleOptions, at: number): string {
  return JSON.stringify({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Scheduled Event',
    source: 'aws.scheduler',
    account: accountId,
    time: `${new Date(at).toISOString().slice(0, 19)}Z`,
    region,
    resources: [`arn:aws:scheduler:${region}:${accountId}:schedule/default/${name}`],
    detail: '{}',
  });
}
