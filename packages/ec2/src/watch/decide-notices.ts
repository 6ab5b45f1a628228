import type { MaintenanceEvent } from '../instance.ts';
import type { NoticeParts } from '../metadata/index.ts';
import type { Notice } from './notice.ts';

/** The state of a watch between readings. */
export interface WatchState {
  /** Ids of reported notices. */
  readonly reportedIds: ReadonlySet<string>;
  /** The last time of the notices of one kind. */
  readonly lastTimes: ReadonlyMap<string, string>;
  /** The last Auto Scaling state that was read. */
  readonly autoScalingState: string | null;
}

export const initialWatchState: WatchState = {
  reportedIds: new Set(),
  lastTimes: new Map(),
  autoScalingState: null,
};

/**
 * Times are approximate, and some emulators recalculate them for each request. Two interruptions are further apart: each
 * has its two minutes.
 */
const MAX_DRIFT_MS = 120_000;

export interface NoticeDecision {
  readonly state: WatchState;
  /** The most urgent first: by time, those without a time last. */
  readonly notices: readonly Notice[];
}

/**
 * The new notices of a reading. Each is reported once: a spot action by its action and approximate time, a rebalancing by
 * the approximate time of the advice, a maintenance event by its id and its time (a rescheduled one is new), an Auto
 * Scaling state when it is entered. Kinds that the reading leaves out, because a request failed, change nothing.
 */
export function decideNotices(previous: WatchState, reading: NoticeParts): NoticeDecision {
  const { spotAction, rebalance, maintenance = [], autoScalingState } = reading;
  const reportedIds = new Set(previous.reportedIds);
  const lastTimes = new Map(previous.lastTimes);
  const notices: Notice[] = [];
  const reportOnce = (notice: Notice) => {
    if (reportedIds.has(notice.id)) return;
    reportedIds.add(notice.id);
    notices.push(notice);
  };
  const isDrift = (sort: string, time: string) => {
    const last = lastTimes.get(sort);
    lastTimes.set(sort, time);
    return last !== undefined && Math.abs(Date.parse(time) - Date.parse(last)) < MAX_DRIFT_MS;
  };
  if (spotAction) {
    const { action, time } = spotAction;
    const id = `spot:${action}:${time}`;
    if (!isDrift(`spot:${action}`, time)) reportOnce({ kind: 'spot', id, action, time, event: spotAction });
  }
  for (const event of maintenance) if (event.state === 'active') reportOnce(maintenanceNotice(event));
  if (autoScalingState && autoScalingState !== previous.autoScalingState) {
    const action = autoScalingAction(autoScalingState);
    const id = `auto-scaling:${autoScalingState}`;
    // Not by reported ids: an instance of a warm pool returns to service, and leaves it again.
    if (action) notices.push({ kind: 'auto-scaling', id, action, time: null, event: { autoScalingState } });
  }
  if (rebalance) {
    const { noticeTime } = rebalance;
    const notice = { kind: 'rebalance', action: 'rebalance', time: null, event: rebalance } as const;
    if (!isDrift('rebalance', noticeTime)) reportOnce({ ...notice, id: `rebalance:${noticeTime}` });
  }
  return {
    state: { reportedIds, lastTimes, autoScalingState: autoScalingState ?? previous.autoScalingState },
    notices: notices.toSorted((a, b) => urgency(a) - urgency(b)),
  };
}

function maintenanceNotice(event: MaintenanceEvent): Notice {
  const { eventId, code, notBefore } = event;
  const id = `maintenance:${eventId}:${notBefore}`;
  return { kind: 'maintenance', id, action: code, time: notBefore, event };
}

/**
 * The action of a target state; `undefined`: the instance stays, or a user removes it (Auto Scaling user guide, "Retrieve
 * the target lifecycle state through instance metadata").
 */
function autoScalingAction(state: string): string | undefined {
  switch (state) {
    case 'Terminated':
    case 'Warmed:Terminated':
      return 'terminate';
    case 'Warmed:Stopped':
      return 'stop';
    case 'Warmed:Hibernated':
      return 'hibernate';
    case 'Warmed:Running':
      return 'warm';
    default:
      return undefined;
  }
}

function urgency({ time }: Notice): number {
  // Infinity minus itself is NaN.
  return time === null ? Number.MAX_SAFE_INTEGER : Date.parse(time);
}
