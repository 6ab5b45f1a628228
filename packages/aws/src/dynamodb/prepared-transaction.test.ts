import {
  DynamoDBClient,
  TransactionCanceledException,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { clientConfig } from '@groundcrew/aws-core';
import { afterEach, expect, test } from 'vitest';
import type { RequestTemplateCache } from './prepared-request.ts';
import { PreparedTransactionCommand } from './prepared-transaction.ts';
import { answer, createLoopback, type Loopback } from './testing/loopback.ts';

const open: { close?(): void; destroy?(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) {
    one.destroy?.();
    one.close?.();
  }
});

const puts = { tableName: 'T', condition: 'attribute_not_exists(V) OR V <= :v' };
const put = (key: string, version: number): string =>
  `"Item":{"K":{"S":${JSON.stringify(key)}},"V":{"N":"${version}"}},"ExpressionAttributeValues":{":v":{"N":"${version}"}}`;

async function arrange(
  answers: Parameters<typeof createLoopback>[0],
): Promise<{ loopback: Loopback; send: (...items: string[]) => Promise<object> }> {
  const loopback = await createLoopback(answers);
  const client = new DynamoDBClient({
    ...clientConfig({
      region: 'eu-test-1',
      endpointUrl: loopback.endpointUrl,
      credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
    }),
    maxAttempts: 1,
  });
  open.push(client, loopback);
  const route: RequestTemplateCache = {};
  return { loopback, send: (...items) => client.send(new PreparedTransactionCommand(puts, items, route)) };
}

const written: Parameters<typeof createLoopback>[0][number] = (response) => answer(response, 200, '{}');

test('what is sent below the serializer is what the SDK sends, but for a token', async () => {
  const { loopback, send } = await arrange([written, written]);
  await send(put('a "b"', 1), put('에코', 2));
  await send(put('a "b"', 1), put('에코', 2));
  const [bySdk, below] = loopback.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  delete bySdk!.ClientRequestToken;
  expect(below).toEqual(bySdk);
  const headers = loopback.requests.map((request) => request.headers['x-amz-target']);
  expect(headers).toEqual(['DynamoDB_20120810.TransactWriteItems', 'DynamoDB_20120810.TransactWriteItems']);
});

test('binary values are the same in every request', async () => {
  const { loopback, send } = await arrange([written, written]);
  const photo = '"Photo":{"B":"3q2+7w=="},"Tags":{"BS":["AQI="]},"Parts":{"L":[{"M":{"Scan":{"B":"AA=="}}}]}';
  const item = put('a', 1).replace('}},', `},${photo}},`);
  await send(item);
  await send(item);
  const [bySdk, below] = loopback.requests.map(({ body }) => JSON.parse(body) as Record<string, unknown>);
  expect(below!.TransactItems).toEqual(bySdk!.TransactItems);
  expect(JSON.stringify(bySdk)).toContain(photo);
});

test('the reasons of a canceled transaction are read, from the first request and from later ones', async () => {
  const canceled: typeof written = (response) =>
    answer(
      response,
      400,
      JSON.stringify({
        __type: 'com.amazonaws.dynamodb.v20120810#TransactionCanceledException',
        Message: 'Transaction cancelled, please refer cancellation reasons for specific reasons [None, X]',
        CancellationReasons: [{ Code: 'None' }, { Code: 'ConditionalCheckFailed', Message: 'no' }],
      }),
    );
  const { send } = await arrange([canceled, canceled]);
  for (let request = 0; request < 2; request++) {
    const error = await send(put('a', 1), put('b', 2)).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(TransactionCanceledException);
    const codes = (error as TransactionCanceledException).CancellationReasons?.map(({ Code }) => Code);
    expect(codes).toEqual(['None', 'ConditionalCheckFailed']);
  }
});

test('for mocks of the client it is an ordinary command', () => {
  const command = new PreparedTransactionCommand(puts, [put('a', 1)], {});
  expect(command).toBeInstanceOf(TransactWriteItemsCommand);
  expect(command.input.TransactItems).toEqual([
    {
      Put: {
        TableName: 'T',
        ConditionExpression: puts.condition,
        Item: { K: { S: 'a' }, V: { N: '1' } },
        ExpressionAttributeValues: { ':v': { N: '1' } },
      },
    },
  ]);
});
