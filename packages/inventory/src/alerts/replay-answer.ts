import type { OutdatedReason, ReplayAlertsResult } from './replay-alerts.ts';

/** What an event of `alert-no-stock` has beside its records when it is a replay. */
export interface ReplayRequest {
  readonly dryRun: boolean;
}

/** What the function answers to a replay. Plain JSON. */
export interface ReplayAnswer {
  readonly records: number;
  readonly alerts: number;
  /** Alerts that were sent, or would be. */
  readonly announced: readonly AnnouncedShelf[];
  readonly messages: number;
  /** Alerts that were sent by an earlier invocation. */
  readonly repeated: number;
  readonly outdated: readonly (AnnouncedShelf & { readonly reason: OutdatedReason })[];
  readonly unreadable: number;
  readonly failed: number;
  /** Of the first record that failed. */
  readonly error?: string;
}

export interface AnnouncedShelf {
  readonly kind: string;
  readonly store: string;
  readonly item: string;
  /** Identifies the shelf among those of all tables. */
  readonly shelf: string;
}

/** The answer to a replay. */
export function replayAnswer(result: ReplayAlertsResult): ReplayAnswer {
  const { records, alerts, messages, repeated, sentAlerts, outdated, unreadable, failed } = result;
  const shelfOf = ({ kind, store, item, shelf }: AnnouncedShelf): AnnouncedShelf => ({
    kind,
    store,
    item,
    shelf,
  });
  return {
    records,
    alerts,
    announced: sentAlerts.map(shelfOf),
    messages,
    repeated,
    outdated: outdated.map(({ alert, reason }) => ({ ...shelfOf(alert), reason })),
    unreadable: unreadable.length,
    failed: failed.length,
    ...(failed[0] && { error: failed[0].error.message }),
  };
}
