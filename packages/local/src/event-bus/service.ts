import { readBody } from '../http-server/read-body.ts';
import { type JsonInput, readJsonInput } from '../json-service.ts';
import { AwsError, type Service } from '../service.ts';
import { refuseUnsupportedParameters } from '../unsupported-parameters.ts';
import type { EventBus } from './event-bus.ts';
import { entryBytes, putEntry } from './put-events.ts';

const TARGET_PREFIX = 'AWSEvents.';

// Rules: "PutEvents" in the EventBridge API reference.
const MAX_ENTRIES = 10;
const MAX_ENTRIES_BYTES = 256 * 1024;
const MAX_BODY_BYTES = 1024 ** 2;

/** EventBridge's JSON protocol, limited to PutEvents. */
export function createEventsService(options: {
  readonly bus: EventBus;
  readonly region: string;
  readonly accountId: string;
}): Service {
  const { bus, region, accountId } = options;
  return {
    name: 'events',
    protocol: 'json-1.1',
    operations: ['PutEvents'],
    matches: ({ headers, signingService }) =>
      headers['x-amz-target']?.startsWith(TARGET_PREFIX) ?? signingService === 'events',
    async handle(request) {
      const body = await readBody(request, MAX_BODY_BYTES);
      const operation = request.headers['x-amz-target']?.slice(TARGET_PREFIX.length) ?? '';
      if (operation !== 'PutEvents') {
        throw new AwsError(
          400,
          'UnknownOperationException',
          `the operation "${operation}" of events is not supported by the embedded AWS; supported: PutEvents`,
        );
      }
      const input = readJsonInput(body);
      refuseUnsupportedParameters('events', operation, (name) => input[name]);
      const entries = readEntries(input);
      await request.reportCall({
        action: 'events:PutEvents',
        resource: `arn:aws:events:${region}:${accountId}:event-bus/default`,
        operation,
      });
      const results = entries.map((entry) =>
        putEntry(entry, bus, `arn:aws:events:${region}:${accountId}:event-bus/default`),
      );
      return {
        status: 200,
        headers: { 'content-type': 'application/x-amz-json-1.1' },
        body: JSON.stringify({
          FailedEntryCount: results.filter((result) => 'ErrorCode' in result).length,
          Entries: results,
        }),
      };
    },
  };
}

function readEntries({ Entries: entries }: JsonInput): readonly unknown[] {
  if (!Array.isArray(entries) || entries.length < 1 || entries.length > MAX_ENTRIES) {
    const count = Array.isArray(entries) ? entries.length : 'none';
    throw new AwsError(
      400,
      'ValidationException',
      `1 validation error detected: Value at 'entries' failed to satisfy constraint: ` +
        `Member must have length between 1 and ${MAX_ENTRIES}, inclusive; there are ${count}`,
    );
  }
  const sizeBytes = entries.reduce<number>((sum, entry) => sum + entryBytes(entry), 0);
  if (sizeBytes > MAX_ENTRIES_BYTES) {
    throw new AwsError(
      400,
      'ValidationException',
      `Total size of the entries in the request is over the limit: ${sizeBytes} bytes of ${MAX_ENTRIES_BYTES}.`,
    );
  }
  return entries;
}
