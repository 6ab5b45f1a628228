import { isJsonObject } from '../json-object.ts';
import type { BusEvent, EventBus } from './event-bus.ts';
import { isNestedDeeper } from '../json-depth.ts';
import type { JsonObject } from './event-pattern.ts';

/** The result of one entry. */
export type EntryResult =
  | { readonly EventId: string }
  | { readonly ErrorCode: string; readonly ErrorMessage: string };

/** "PutEventsRequestEntry" of the EventBridge API reference. */
const MAX_DETAIL_TYPE = 128;

/**
 * Accepts one entry of PutEvents, or returns its error.
 *
 * Rules: "PutEventsRequestEntry" and "PutEventsResultEntry" in the EventBridge API reference. Having no other bus
 * than the default one is specific to the embedded AWS.
 *
 * @param busArn the ARN of the default bus
 */
export function putEntry(entry: unknown, bus: EventBus, busArn: string): EntryResult {
  const fields = typeof entry === 'object' && entry !== null ? (entry as JsonObject) : {};
  for (const name of ['Source', 'DetailType', 'Detail']) {
    if (typeof fields[name] === 'string' && fields[name] !== '') continue;
    return failedEntry(
      'InvalidArgument',
      `Parameter ${name} is not valid. Reason: ${name} is a required argument.`,
    );
  }
  const { Source, DetailType, Detail, Resources, Time, EventBusName } = fields as Record<string, string>;
  if (Source!.startsWith('aws.')) {
    return failedEntry('NotAuthorizedForSourceException', 'Not authorized for the source.');
  }
  if (DetailType!.length > MAX_DETAIL_TYPE) {
    return failedEntry(
      'InvalidArgument',
      `Parameter DetailType is not valid. Reason: it has more than ${MAX_DETAIL_TYPE} characters.`,
    );
  }
  if (Time !== undefined && Time !== null && !isTime(Time)) {
    return failedEntry('InvalidArgument', `Parameter Time is not valid: ${JSON.stringify(Time)}`);
  }
  if ((EventBusName ?? 'default') !== 'default' && EventBusName !== busArn) {
    return failedEntry(
      'InvalidArgument',
      `the event bus ${JSON.stringify(EventBusName)} does not exist here; send to "default", or omit it`,
    );
  }
  const detail = parseDetail(Detail!);
  if (detail === undefined) return failedEntry('MalformedDetail', 'Detail is malformed.');
  const event: BusEvent = {
    source: Source!,
    'detail-type': DetailType!,
    detail,
    ...(Array.isArray(Resources) && { resources: Resources.map(String) }),
    // The protocol's times are seconds since 1970.
    ...(isTime(Time) && { time: new Date(Time * 1000).toISOString() }),
  };
  return { EventId: bus.deliver(event).id };
}

/** Seconds that a date can express. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value * 1000).getTime());
}

/** Bytes that count towards the limit ("Calculating PutEvents event entry size" in the EventBridge user guide). */
export function entryBytes(entry: unknown): number {
  const { Time, Source, DetailType, Detail, Resources } = (entry ?? {}) as JsonObject;
  const texts = [Source, DetailType, Detail, ...(Array.isArray(Resources) ? Resources : [])];
  return texts.reduce<number>(
    (sum, text) => sum + (typeof text === 'string' ? Buffer.byteLength(text) : 0),
    Time === undefined ? 0 : 14,
  );
}

// Of the events of AWS none is nested deeper; matching them is recursive.
const MAX_DEPTH = 1000;

function parseDetail(json: string): JsonObject | undefined {
  if (isNestedDeeper(json, MAX_DEPTH)) return undefined;
  try {
    const detail: unknown = JSON.parse(json);
    if (isJsonObject(detail)) return detail;
  } catch {
    // Reported below, as for JSON that is not an object.
  }
  return undefined;
}

function failedEntry(ErrorCode: string, ErrorMessage: string): EntryResult {
  return { ErrorCode, ErrorMessage };
}
