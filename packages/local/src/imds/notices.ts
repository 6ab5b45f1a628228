/** Kinds of notices to an instance. */
export type NoticeKind = 'spot' | 'rebalance' | 'maintenance' | 'auto-scaling';

/** The content of a notice; omitted fields get AWS's usual values. */
export interface NoticeDetails {
  /** `spot`; default: `terminate`. */
  readonly action?: 'terminate' | 'stop' | 'hibernate';
  /** `spot`: time of the action; default: in two minutes. `maintenance`: start time; default: in a day. */
  readonly time?: Date;
  /** `maintenance`; default: `system-reboot`. */
  readonly code?: string;
  /** `maintenance`; default: `active`; other values move an event of the same id to the history. */
  readonly state?: 'active' | 'completed' | 'canceled';
  /** `maintenance`; default: derived from the number of events. */
  readonly eventId?: string;
  /** `maintenance` */
  readonly description?: string;
  /** `auto-scaling`; default: `Terminated`. */
  readonly targetState?: string;
}

/** EC2 user guide, "Scheduled events for Amazon EC2 instances": the document of the metadata service. */
export interface MaintenanceDocument {
  readonly Code: string;
  readonly Description: string;
  readonly EventId: string;
  /** `21 Jan 2019 09:00:43 GMT` */
  readonly NotBefore: string;
  readonly NotAfter: string;
  readonly NotBeforeDeadline: string;
  readonly State: string;
}

export interface NoticeState {
  readonly spot?: { readonly action: string; readonly time: string };
  readonly rebalance?: { readonly noticeTime: string };
  readonly scheduled: readonly MaintenanceDocument[];
  readonly history: readonly MaintenanceDocument[];
  readonly targetState?: string;
}

const DAY_MS = 86_400_000;

/** The state after a notice at `nowMs`. */
export function addNotice(
  state: NoticeState,
  kind: NoticeKind,
  details: NoticeDetails,
  nowMs: number,
): NoticeState {
  switch (kind) {
    case 'spot': {
      const time = isoSeconds(details.time?.getTime() ?? nowMs + 120_000);
      return { ...state, spot: { action: details.action ?? 'terminate', time } };
    }
    case 'rebalance':
      return { ...state, rebalance: { noticeTime: isoSeconds(nowMs) } };
    case 'auto-scaling':
      return { ...state, targetState: details.targetState ?? 'Terminated' };
    case 'maintenance':
      return withMaintenance(state, details, nowMs);
  }
}

function withMaintenance(state: NoticeState, details: NoticeDetails, nowMs: number): NoticeState {
  const {
    code = 'system-reboot',
    state: eventState = 'active',
    description = `The instance is scheduled for ${code}`,
  } = details;
  const number = state.scheduled.length + state.history.length + 1;
  const eventId = details.eventId ?? `instance-event-${number.toString(16).padStart(17, '0')}`;
  const startMs = details.time?.getTime() ?? nowMs + DAY_MS;
  const marks = { active: '', completed: '[Completed] ', canceled: '[Canceled] ' };
  const event: MaintenanceDocument = {
    Code: code,
    Description: `${marks[eventState]}${description}`,
    EventId: eventId,
    NotAfter: eventTime(startMs + 7_200_000),
    NotBefore: eventTime(startMs),
    NotBeforeDeadline: eventTime(startMs + 7 * DAY_MS),
    State: eventState,
  };
  const others = (events: readonly MaintenanceDocument[]) =>
    events.filter(({ EventId }) => EventId !== eventId);
  const scheduled = others(state.scheduled);
  const history = others(state.history);
  return eventState === 'active'
    ? { ...state, scheduled: [...scheduled, event], history }
    : { ...state, scheduled, history: [...history, event] };
}

/** `2026-01-01T00:02:00Z` */
export function isoSeconds(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, 'Z');
}

/** `1 Jan 2026 00:02:00 GMT` */
function eventTime(ms: number): string {
  return new Date(ms).toUTCString().replace(/^\w+, 0?/, '');
}
