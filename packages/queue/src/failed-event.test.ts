import type { NewMessage } from '@groundcrew/aws/sqs';
import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { causeOf, keyOfCause } from './cause.ts';
import { readFailedEvent } from './failed-event.ts';

const functionArn = 'arn:aws:lambda:eu-west-1:111122223333:function:load:$LATEST';
const attributes = (values: Record<string, string>): NonNullable<NewMessage['attributes']> =>
  Object.fromEntries(Object.entries(values).map(([name, text]) => [name, { dataType: 'String', text }]));

function invocation(errorMessage: string, requestPayload: unknown = { n: 1 }): NewMessage {
  const record = {
    version: '1.0',
    timestamp: '2026-11-14T18:16:05.568Z',
    requestContext: {
      requestId: 'e4b46cbf',
      functionArn,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 3,
    },
    requestPayload,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: { errorType: 'Error', errorMessage },
  };
  return { body: JSON.stringify(record) };
}

test('a record of a failed invocation has the event, the function and what it threw', () => {
  expect(readFailedEvent(invocation('no table', { Records: [1] }))).toEqual({
    kind: 'invocation',
    functionArn,
    payload: '{"Records":[1]}',
    error: 'Error: no table',
  });
});

test('an event that Lambda dropped for its size is missing', () => {
  expect(readFailedEvent(invocation('no', null))).not.toHaveProperty('payload');
});

test('a bare event is one of a dead-letter queue of Lambda by its attributes', () => {
  const message = {
    body: '{"Records":[]}',
    attributes: attributes({ RequestID: 'a-b', ErrorCode: '200', ErrorMessage: 'boom' }),
  };
  expect(readFailedEvent(message)).toEqual({ kind: 'event', error: '200: boom' });
  expect(readFailedEvent({ body: message.body })).toEqual({ kind: 'message', sourceArn: undefined });
});

test.each([
  ['DDBStreamBatchInfo', 'dynamodb'],
  ['KinesisBatchInfo', 'kinesis'],
])('%s is the position of a batch', (name, service) => {
  const streamArn = `arn:aws:${service}:eu-west-1:111122223333:stream`;
  const body = JSON.stringify({
    requestContext: { functionArn, condition: 'RetryAttemptsExhausted' },
    responseContext: { functionError: 'Unhandled' },
    [name]: {
      shardId: 'shard-1',
      startSequenceNumber: '100',
      endSequenceNumber: '200',
      batchSize: 7,
      streamArn,
      approximateArrivalOfFirstRecord: '2026-11-14T00:19:19Z',
    },
  });
  expect(readFailedEvent({ body })).toEqual({
    kind: 'stream-batch',
    functionArn,
    service,
    streamArn,
    shardId: 'shard-1',
    startSequenceNumber: '100',
    endSequenceNumber: '200',
    records: 7,
    arrivedAt: '2026-11-14T00:19:19Z',
    error: 'RetryAttemptsExhausted: Unhandled',
  });
});

test('targets of rules and schedules are in attributes', () => {
  const shared = { TARGET_ARN: functionArn, ERROR_CODE: 'NO_PERMISSIONS', ERROR_MESSAGE: 'not allowed' };
  expect(
    readFailedEvent({ body: '{}', attributes: attributes({ RULE_ARN: 'arn:rule', ...shared }) }),
  ).toEqual({
    kind: 'rule-target',
    sourceArn: 'arn:rule',
    targetArn: functionArn,
    error: 'NO_PERMISSIONS: not allowed',
    isTruncated: false,
  });
  const scheduled = attributes({ SCHEDULE_ARN: 'arn:schedule', IS_PAYLOAD_TRUNCATED: 'true', ...shared });
  expect(readFailedEvent({ body: 'x', attributes: scheduled })).toMatchObject({
    kind: 'schedule-target',
    sourceArn: 'arn:schedule',
    isTruncated: true,
  });
});

test('a notification has its topic', () => {
  const body = JSON.stringify({ Type: 'Notification', MessageId: '1', TopicArn: 'arn:topic', Message: 'x' });
  expect(readFailedEvent({ body })).toEqual({ kind: 'notification', topicArn: 'arn:topic', error: '' });
});

test('a message that SQS moved has its queue', () => {
  expect(readFailedEvent({ body: 'order 7', deadLetterSourceArn: 'arn:orders' })).toEqual({
    kind: 'message',
    sourceArn: 'arn:orders',
  });
});

test('whatever a body is, it is read as something, and causes are short', () => {
  fc.assert(
    fc.property(anyText(), fc.dictionary(fc.string(), anyText()), (body, values) => {
      const message = { body, attributes: attributes(values) };
      expect(keyOfCause(causeOf(readFailedEvent(message))).length).toBeLessThan(10_000);
    }),
  );
});

test.each([
  ['no item "5 inch cable" in store "Berlin"', 'no item "x" in store "Seoul"'],
  [
    'request 0a1b2c3d-1111-2222-3333-444455556666 timed out after 3.00 seconds',
    'request 9 timed out after 60 seconds',
  ],
  ['Task timed out after 60.06 seconds\nat line 3', 'Task timed out after 60.09 seconds'],
])('errors that differ in values are one cause: %j', (one, other) => {
  const keyOf = (message: string) => keyOfCause(causeOf(readFailedEvent(invocation(message))));
  expect(keyOf(one)).toBe(keyOf(other));
});

test('errors that differ in words are two causes', () => {
  const causes = ['table is missing', 'access is denied'].map((text) =>
    causeOf(readFailedEvent(invocation(text))),
  );
  expect(causes.map(({ error }) => error)).toEqual(['Error: table is missing', 'Error: access is denied']);
  expect(causes[0]!.failed).toBe('arn:aws:lambda:eu-west-1:111122223333:function:load');
});
