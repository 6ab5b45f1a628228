import type { MaintenanceEvent, Rebalance, SpotAction } from '../instance.ts';
import type { NoticeKind } from '../metadata/index.ts';

/** One thing that is about to happen to the instance. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The same as often as it is read: `spot:terminate:2026-11-21T12:15:00.000Z`. */
  readonly id: string;
  /**
   * What happens: `terminate`, `stop`, `hibernate`; `rebalance` for advice; `warm` for an instance that leaves service
   * and goes on running in a warm pool; for maintenance the code of the event: `instance-stop`, `system-reboot`.
   */
  readonly action: string;
  /** When it happens, ISO 8601 UTC; `null`: the service doesn't tell. */
  readonly time: string | null;
  /** What the service says of it, as it is. */
  readonly event: NoticeEvent;
}

export type NoticeEvent = SpotAction | Rebalance | MaintenanceEvent | { readonly autoScalingState: string };

/** Whole seconds until the notice's action, none below 0; `null`: no time is told. */
export function secondsLeft({ time }: Pick<Notice, 'time'>, nowMs: number): number | null {
  return time === null ? null : Math.max(0, Math.floor((Date.parse(time) - nowMs) / 1000));
}
