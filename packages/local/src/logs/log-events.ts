/** A line that a function printed. */
export interface LogEvent {
  /** Grows from event to event of all groups. */
  readonly id: number;
  readonly stream: string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly message: string;
}

/** What functions print, in memory: a restart begins without. */
export interface LogEvents {
  add(group: string, stream: string, message: string): void;
  /** Oldest first; none for a group without any. */
  of(group: string): readonly LogEvent[];
}

/** Of each group the newest are kept. */
const MAX_EVENTS = 100_000;
// "CloudWatch Logs quotas" of its user guide.
const MAX_EVENT_BYTES = 1024 * 1024;

export function createLogEvents(now: () => number): LogEvents {
  const groups = new Map<string, LogEvent[]>();
  let lastId = 0;
  return {
    add(group, stream, message) {
      const events = groups.get(group) ?? [];
      if (events.length === 0) groups.set(group, events);
      events.push({ id: ++lastId, stream, timestamp: now(), message: message.slice(0, MAX_EVENT_BYTES) });
      // In larger steps: to shift each time would move all others.
      if (events.length > MAX_EVENTS * 1.2) events.splice(0, events.length - MAX_EVENTS);
    },
    of: (group) => groups.get(group) ?? [],
  };
}
