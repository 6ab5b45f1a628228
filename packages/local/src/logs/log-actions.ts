import { createJsonReader, type JsonAction, type JsonInput } from '../json-service.ts';
import { AwsError, type LocalRequest } from '../service.ts';
import { compileFilterPattern, type MessageTest } from './filter-pattern.ts';
import type { LogEvent, LogEvents } from './log-events.ts';
import { PatternError } from './pattern-error.ts';

export const invalid = (message: string) => new AwsError(400, 'InvalidParameterException', message);
export const reader = createJsonReader(invalid);

const MAX_EVENTS = 10_000;
const MAX_PAGE_CHARACTERS = 1024 * 1024;
const MAX_STREAMS = 50;
/** After that a page ends, even without an event, as on AWS: other calls are answered meanwhile. */
const MAX_SEARCH_MS = 200;

export interface LogGroup {
  readonly name: string;
  readonly arn: string;
}

/**
 * The actions that read what functions printed.
 *
 * Rules: "FilterLogEvents", "GetLogEvents" and "DescribeLogStreams" of the CloudWatch Logs API reference.
 *
 * @param groupOf authorizes the call, and finds its group
 */
export function createLogActions(
  events: LogEvents,
  groupOf: (operation: string, input: JsonInput, request: LocalRequest) => Promise<LogGroup>,
): Readonly<Record<string, JsonAction>> {
  return {
    async DescribeLogStreams(input, request) {
      const group = await groupOf('DescribeLogStreams', input, request);
      const limit = reader.number(input, 'limit', 1, MAX_STREAMS) ?? MAX_STREAMS;
      const prefix = reader.text(input, 'logStreamNamePrefix') ?? '';
      const orderBy = reader.text(input, 'orderBy') ?? 'LogStreamName';
      if (orderBy !== 'LogStreamName' && orderBy !== 'LastEventTime') {
        throw invalid(`orderBy "${orderBy}" is not LogStreamName or LastEventTime`);
      }
      if (orderBy === 'LastEventTime' && prefix !== '') {
        throw invalid('Cannot order by LastEventTime with a logStreamNamePrefix.');
      }
      const sign = input.descending === true ? -1 : 1;
      const streams = streamsOf(group, events)
        .filter(({ logStreamName }) => logStreamName.startsWith(prefix))
        .toSorted((a, b) => {
          const byName = a.logStreamName < b.logStreamName ? -1 : 1;
          return (
            sign *
            (orderBy === 'LastEventTime' ? a.lastEventTimestamp - b.lastEventTimestamp || byName : byName)
          );
        });
      const start = readOffset(reader.text(input, 'nextToken'));
      const page = streams.slice(start, start + limit);
      const end = start + page.length;
      return { logStreams: page, ...(end < streams.length && { nextToken: String(end) }) };
    },

    async FilterLogEvents(input, request) {
      const group = await groupOf('FilterLogEvents', input, request);
      const limit = reader.number(input, 'limit', 1, MAX_EVENTS) ?? MAX_EVENTS;
      const matches = readPattern(reader.text(input, 'filterPattern') ?? '');
      const isInStreams = readStreams(input);
      const isInTime = readTimes(input);
      const after = readOffset(reader.text(input, 'nextToken'));
      const page: LogEvent[] = [];
      let characters = 0;
      let searched = after;
      let isLast = true;
      const endMs = performance.now() + MAX_SEARCH_MS;
      for (const event of events.of(group.name)) {
        if (event.id <= after || !isInStreams(event.stream) || !isInTime(event.timestamp)) continue;
        const isFull = page.length === limit || characters > MAX_PAGE_CHARACTERS;
        if ((isFull || performance.now() > endMs) && searched > after) {
          isLast = false;
          break;
        }
        if (matches(event.message)) {
          characters += event.message.length;
          page.push(event);
        }
        searched = event.id;
      }
      return {
        events: page.map(({ id, stream, timestamp, message }) => ({
          logStreamName: stream,
          timestamp,
          message,
          ingestionTime: timestamp,
          eventId: String(id).padStart(56, '0'),
        })),
        searchedLogStreams: [],
        ...(!isLast && { nextToken: String(searched) }),
      };
    },

    async GetLogEvents(input, request) {
      const group = await groupOf('GetLogEvents', input, request);
      const name = reader.needText(input, 'logStreamName');
      const inStream = events.of(group.name).filter(({ stream }) => stream === name);
      if (inStream.length === 0) throw noSuchStream();
      const limit = reader.number(input, 'limit', 1, MAX_EVENTS) ?? MAX_EVENTS;
      const isInTime = readTimes(input);
      const all = inStream.filter(({ timestamp }) => isInTime(timestamp));
      const [, direction, position] = readPageToken(reader.text(input, 'nextToken'));
      const isForward = direction === undefined ? input.startFromHead === true : direction === 'f';
      const from = position === undefined ? undefined : Number(position);
      const rest = from === undefined ? all : all.filter(({ id }) => (isForward ? id > from : id < from));
      const page = isForward ? rest.slice(0, limit) : rest.slice(-limit);
      // At the end the token stays the same: by that a caller sees that there is no more.
      const next = page.at(-1)?.id ?? from ?? 0;
      const former = page[0]?.id ?? from ?? 0;
      return {
        events: page.map(({ timestamp, message }) => ({ timestamp, message, ingestionTime: timestamp })),
        nextForwardToken: `f/${next}`,
        nextBackwardToken: `b/${former}`,
      };
    },
  };
}

function streamsOf({ name, arn }: LogGroup, events: LogEvents) {
  const times = new Map<string, { first: number; last: number }>();
  for (const { stream, timestamp } of events.of(name)) {
    const known = times.get(stream);
    if (known) known.last = timestamp;
    else times.set(stream, { first: timestamp, last: timestamp });
  }
  return [...times].map(([logStreamName, { first, last }]) => ({
    logStreamName,
    creationTime: first,
    firstEventTimestamp: first,
    lastEventTimestamp: last,
    lastIngestionTime: last,
    arn: `${arn}:log-stream:${logStreamName}`,
    storedBytes: 0,
  }));
}

function readPattern(pattern: string): MessageTest {
  try {
    return compileFilterPattern(pattern);
  } catch (error) {
    if (!(error instanceof PatternError)) throw error;
    throw invalid(`Invalid filter pattern "${pattern}": ${error.message}`);
  }
}

function readStreams(input: JsonInput): (stream: string) => boolean {
  const names = reader.texts(input, 'logStreamNames', 1, 100);
  const prefix = reader.text(input, 'logStreamNamePrefix');
  if (names !== undefined && prefix !== undefined) {
    throw invalid("logStreamNames and logStreamNamePrefix can't be used in the same request");
  }
  return (stream) => (names === undefined || names.includes(stream)) && stream.startsWith(prefix ?? '');
}

/** From `startTime`, up to but not including `endTime`. */
function readTimes(input: JsonInput): (timestamp: number) => boolean {
  const start = reader.number(input, 'startTime', 0, Number.MAX_SAFE_INTEGER) ?? 0;
  const end = reader.number(input, 'endTime', 0, Number.MAX_SAFE_INTEGER) ?? Number.POSITIVE_INFINITY;
  if (start > end) throw invalid(`startTime ${start} is after endTime ${end}`);
  return (timestamp) => timestamp >= start && timestamp < end;
}

function readOffset(token = '0'): number {
  if (/^\d{1,15}$/.test(token)) return Number(token);
  throw invalid('The specified nextToken is invalid.');
}

function readPageToken(token: string | undefined): readonly (string | undefined)[] {
  if (token === undefined) return [];
  const parts = /^([fb])\/(\d{1,15})$/.exec(token);
  if (!parts) throw invalid('The specified nextToken is invalid.');
  return parts;
}

function noSuchStream(): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', 'The specified log stream does not exist.');
}

export function noSuchGroup(): AwsError {
  return new AwsError(400, 'ResourceNotFoundException', 'The specified log group does not exist.');
}
