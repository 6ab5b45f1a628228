import type { MaintenanceEvent, Rebalance, SpotAction } from '../instance.ts';
import type { NoticeKind } from '../metadata/index.ts';

/** An upcoming action on the instance. */
export interface Notice {
  readonly kind: NoticeKind;
  /** The same in each reading: `spot:terminate:2026-11-21T12:15:00.000Z`. */
  readonly id: string;
  /**
   * The action: `terminate`, `stop`, `hibernate`; `rebalance` for advice; `warm` for an instance that leaves service and
   * stays running in a warm pool; for maintenance the code of the event: `instance-stop`, `system-reboot`.
   */
  readonly action: string;
  /** The time of the action, ISO 8601 UTC; `null`: unknown. */
  readonly time: string | null;
  /** The service's own document, unchanged. */
  readonly event: NoticeEvent;
}

export type NoticeEvent = SpotAction | Rebalance | MaintenanceEvent | { readonly autoScalingState: string };

/** Whole seconds until the notice's action, at least 0; `null`: unknown time. */
export function secondsLeft({ time }: Pick<Notice, 'time'>, nowMs: number): number | null {
  return time === null ? null : Math.max(0, Math.floor((Date.parse(time) - nowMs) / 1000));
}
