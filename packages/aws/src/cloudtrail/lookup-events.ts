import { type CloudTrailClient, type Event, LookupEventsCommand } from '@aws-sdk/client-cloudtrail';
import { createCall, createRateLimiter, pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, sendOptions } from '../call.ts';

/** A call that somebody made, as CloudTrail has it. */
export interface TrailEvent {
  /** `StopInstances` */
  readonly name: string;
  readonly atMs: number;
  /** Who made it, as people know it: `user/mina`, `assumed-role/Admin/mina`; `undefined`: the event does not have it. */
  readonly by: string | undefined;
  /** The name of the error if it was refused. */
  readonly error: string | undefined;
}

export interface LookupSettings {
  readonly client: CloudTrailClient;
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}

export interface LookupQuery {
  /** The name of the resource: `i-0123456789abcdef0`. */
  readonly resource: string;
  readonly fromMs: number;
  readonly toMs: number;
  /** The names of the calls. */
  readonly names: readonly string[];
}

/** "LookupEvents" of the CloudTrail API reference: two requests a second of an account in a region; MaxResults. */
const lookupRate = { capacity: 2, refillPerSecond: 2 };
const PAGE_SIZE = 50;
/** A busy resource has many events in ninety days; the newest are the first. */
const MAX_PAGES = 6;

/**
 * The calls of these names about a resource, the newest first; `isWhole`: whether all of the time was looked through.
 * CloudTrail keeps management events for 90 days, and has them after some minutes.
 *
 * @throws GroundcrewError `aws-cloudtrail.lookup-failed`
 */
export async function lookupEvents(
  { client, now, sleep }: LookupSettings,
  { resource, fromMs, toMs, names }: LookupQuery,
  { signal }: CallOptions = {},
): Promise<{ readonly events: readonly TrailEvent[]; readonly isWhole: boolean }> {
  const limiter = createRateLimiter(lookupRate, { now, sleep });
  const call = createCall<'lookup'>({
    limiter: { take: (_, given) => limiter.take(given), throttled: () => limiter.throttled() },
    sleep,
  });
  const wanted = new Set(names);
  const events: TrailEvent[] = [];
  let count = 0;
  let isWhole = true;
  const all = pages<Event>(async (token) => {
    count += 1;
    const command = new LookupEventsCommand({
      LookupAttributes: [{ AttributeKey: 'ResourceName', AttributeValue: resource }],
      StartTime: new Date(fromMs),
      EndTime: new Date(toMs),
      MaxResults: PAGE_SIZE,
      ...(token !== undefined && { NextToken: token }),
    });
    try {
      const { Events = [], NextToken } = await call('lookup', signal, () =>
        client.send(command, sendOptions(signal)),
      );
      isWhole = !NextToken;
      return { items: Events, next: count < MAX_PAGES ? NextToken || undefined : undefined };
    } catch (error) {
      signal?.throwIfAborted();
      throw wrapServiceError(error, {
        code: 'aws-cloudtrail.lookup-failed',
        doing: `look up the events of ${resource}`,
      });
    }
  });
  for await (const page of all) {
    for (const event of page) {
      if (event.EventName === undefined || !wanted.has(event.EventName) || !event.EventTime) continue;
      events.push({ name: event.EventName, atMs: event.EventTime.getTime(), ...factsOf(event) });
    }
  }
  return { events: events.toSorted((one, other) => other.atMs - one.atMs), isWhole };
}

/** "CloudTrail record contents" of the user guide: `userIdentity` and `errorCode`. */
function factsOf({ CloudTrailEvent = '{}', Username }: Event): Pick<TrailEvent, 'by' | 'error'> {
  let record: {
    readonly userIdentity?: {
      readonly type?: unknown;
      readonly arn?: unknown;
      readonly invokedBy?: unknown;
    };
    readonly errorCode?: unknown;
  } = {};
  try {
    record = (JSON.parse(CloudTrailEvent) ?? {}) as typeof record;
  } catch {
    // What is left is the name that LookupEvents itself gives.
  }
  const { arn, invokedBy, type } = record.userIdentity ?? {};
  const named = typeof arn === 'string' ? arn.split(':').slice(5).join(':') || 'root' : undefined;
  const service = typeof invokedBy === 'string' ? invokedBy : undefined;
  return {
    by: (type === 'AWSService' ? service : undefined) ?? named ?? Username ?? service,
    error: typeof record.errorCode === 'string' ? record.errorCode : undefined,
  };
}
