import {
  BatchWriteItemCommand,
  DynamoDBClient,
  type DynamoDBClientConfig,
  ProvisionedThroughputExceededException,
} from '@aws-sdk/client-dynamodb';
import { clientConfig } from '@groundcrew/aws-core';
import { mockClient } from 'aws-sdk-client-mock';
import { afterEach, expect, test } from 'vitest';
import { PreparedBatchWriteCommand } from './prepared-batch-write.ts';
import type { RequestTemplateCache } from './prepared-request.ts';
import { allProcessed, answer, createLoopback, type Loopback } from './testing/loopback.ts';

const open: { close?(): void; destroy?(): void }[] = [];

afterEach(() => {
  for (const one of open.splice(0)) {
    one.destroy?.();
    one.close?.();
  }
});

async function arrange(answers: Parameters<typeof createLoopback>[0], config: DynamoDBClientConfig = {}) {
  const loopback = await createLoopback(answers);
  const client = new DynamoDBClient({
    ...clientConfig({
      region: 'eu-test-1',
      endpointUrl: loopback.endpointUrl,
      credentials: { accessKeyId: 'AKIDTEST', secretAccessKey: 'secret' },
    }),
    maxAttempts: 1,
    ...config,
  });
  open.push(client, loopback);
  const route: RequestTemplateCache = {};
  const send = (...items: string[]) => client.send(new PreparedBatchWriteCommand('Inventory', items, route));
  return { loopback, client, send };
}

const berlin = '{"Store":{"S":"Berlin \\"Mitte\\""},"Count":{"N":"1"}}';
const seoul = '{"Store":{"S":"서울"},"Count":{"N":"2"}}';

function bodies({ requests: seen }: Loopback): unknown[] {
  return seen.map(({ body }) => JSON.parse(body));
}

test('a prepared request equals the first one, which the SDK created', async () => {
  const { loopback, send } = await arrange([]);

  await send(berlin, seoul);
  await send(berlin, seoul);

  const [first, second] = loopback.requests;
  expect(JSON.parse(second!.body)).toEqual(JSON.parse(first!.body));
  for (const name of ['host', 'content-type', 'x-amz-target', 'user-agent', 'content-length']) {
    expect(second!.headers[name], name).toBe(first!.headers[name]);
  }
  expect(second!.headers.authorization).toMatch(
    /^AWS4-HMAC-SHA256 Credential=AKIDTEST\/\d{8}\/eu-test-1\/dynamodb\/aws4_request, SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature=[0-9a-f]{64}$/,
  );
});

test('its output is that of the SDK', async () => {
  const { send } = await arrange([]);
  const first = await send(berlin);
  const second = await send(berlin);
  expect(second.UnprocessedItems).toEqual(first.UnprocessedItems);
  expect(second.$metadata).toMatchObject({ httpStatusCode: 200, requestId: 'REQUEST-1' });
});

test('unprocessed items are returned in the form of the SDK', async () => {
  const unprocessed = `{"UnprocessedItems":{"Inventory":[{"PutRequest":{"Item":${seoul}}}]}}`;
  const { send } = await arrange([allProcessed, (response) => answer(response, 200, unprocessed)]);
  await send(berlin);
  const { UnprocessedItems } = await send(berlin, seoul);
  expect(UnprocessedItems).toEqual({
    Inventory: [{ PutRequest: { Item: { Store: { S: '서울' }, Count: { N: '2' } } } }],
  });
});

test('items are put and deleted in one request, and binary values are the same in every request', async () => {
  const { loopback, client } = await arrange([]);
  const item = '{"Store":{"S":"Oslo"},"Seal":{"B":"AAEC"},"List":{"L":[{"BS":["AA=="]}]}}';
  const route: RequestTemplateCache = {};
  const send = () =>
    client.send(
      new PreparedBatchWriteCommand('Inventory', [item, '{"Store":{"S":"Rome"}}'], route, new Set([1])),
    );
  await send();
  await send();
  const [first, second] = bodies(loopback);
  expect(second).toEqual(first);
  expect(second).toEqual({
    RequestItems: {
      Inventory: [
        { PutRequest: { Item: JSON.parse(item) as unknown } },
        { DeleteRequest: { Key: { Store: { S: 'Rome' } } } },
      ],
    },
  });
});

test('an error has the class, message and metadata that the SDK gives it', async () => {
  const body =
    '{"__type":"com.amazonaws.dynamodb.v20120810#ProvisionedThroughputExceededException","message":"slow"}';
  const { send } = await arrange([allProcessed, (response) => answer(response, 400, body)]);
  await send(berlin);
  const error = await send(berlin).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(ProvisionedThroughputExceededException);
  expect(error).toMatchObject({
    name: 'ProvisionedThroughputExceededException',
    message: 'slow',
    $fault: 'client',
    $metadata: { httpStatusCode: 400, requestId: 'REQUEST-1' },
  });
});

test('the SDK retries neither the first request nor a later one', async () => {
  const failing = (response: Parameters<typeof allProcessed>[0]) => answer(response, 500, '{}');
  const { loopback, send } = await arrange([failing, allProcessed, failing], { maxAttempts: 3 });

  await expect(send(berlin)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });
  await send(berlin);
  await expect(send(berlin)).rejects.toMatchObject({ $metadata: { httpStatusCode: 500 } });

  expect(loopback.requests).toHaveLength(3);
});

test("a proxy's error page instead of a response keeps its status", async () => {
  const { send } = await arrange([allProcessed, (response) => answer(response, 503, '<html>busy</html>')]);
  await send(berlin);
  await expect(send(berlin)).rejects.toMatchObject({ $metadata: { httpStatusCode: 503 } });
});

test('a truncated response is a failed connection', async () => {
  const { send } = await arrange([
    allProcessed,
    (response) => {
      response.writeHead(200, { 'content-length': 23 });
      response.write('{"Unproc', () => response.destroy());
    },
  ]);
  await send(berlin);
  await expect(send(berlin)).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test('credentials are requested each time, so that refreshed ones and their session token are used', async () => {
  let calls = 0;
  const { loopback, send } = await arrange([], {
    // Expired from the start, so that the SDK does not cache them.
    credentials: async () => ({
      accessKeyId: `AKID${++calls}`,
      secretAccessKey: 'secret',
      sessionToken: `token-${calls}`,
      expiration: new Date(0),
    }),
  });
  await send(berlin);
  await send(berlin);
  await send(berlin);
  const [, second, third] = loopback.requests;
  expect(third!.headers['x-amz-security-token']).not.toBe(second!.headers['x-amz-security-token']);
  for (const { headers } of loopback.requests) {
    const [, keyId] = /Credential=AKID(\d+)\//.exec(headers.authorization ?? '') ?? [];
    expect(headers['x-amz-security-token']).toBe(`token-${keyId}`);
    expect(headers.authorization).toContain('x-amz-security-token');
  }
});

test('if the clock is wrong from the start, the first request is signed again', async () => {
  const skewed =
    '{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}';
  const date = new Date(Date.now() + 3_600_000).toUTCString();
  const { loopback, send } = await arrange([
    (response) => answer(response, 400, skewed, { date }),
    (response) => answer(response, 200, '{"UnprocessedItems":{}}', { date }),
  ]);
  await expect(send(berlin)).resolves.toMatchObject({ UnprocessedItems: {} });
  expect(loopback.requests).toHaveLength(2);
});

test('if the clock may be wrong, the request is sent again by the SDK, which corrects the clock', async () => {
  const skewed =
    '{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}';
  const serverDate = new Date(Date.now() + 3_600_000).toUTCString();
  const { loopback, send } = await arrange(
    [
      allProcessed,
      (response) => answer(response, 400, skewed, { date: serverDate }),
      (response) => answer(response, 400, skewed, { date: serverDate }),
      (response) => answer(response, 200, '{"UnprocessedItems":{}}', { date: serverDate }),
      allProcessed,
    ],
    { maxAttempts: 3 },
  );
  await send(berlin);
  await expect(send(berlin)).resolves.toMatchObject({ UnprocessedItems: {} });
  await send(berlin);
  const date = loopback.requests.at(-1)!.headers['x-amz-date'] as string;
  const signedHour = Date.UTC(
    +date.slice(0, 4),
    +date.slice(4, 6) - 1,
    +date.slice(6, 8),
    +date.slice(9, 11),
  );
  expect(signedHour).toBeGreaterThan(Date.now() - 60_000);
});

test('a table that is named by its ARN is named the same way in every request', async () => {
  const loopback = await createLoopback([]);
  const client = new DynamoDBClient(
    clientConfig({
      region: 'eu-test-1',
      endpointUrl: loopback.endpointUrl,
      credentials: { accessKeyId: 'A', secretAccessKey: 'B' },
    }),
  );
  open.push(client, loopback);
  const route: RequestTemplateCache = {};
  const table = 'arn:aws:dynamodb:eu-test-1:000000000000:table/Inventory';
  for (let i = 0; i < 2; i++) await client.send(new PreparedBatchWriteCommand(table, [berlin], route));
  const [first, second] = bodies(loopback);
  expect(second).toEqual(first);
});

test('a mocked client receives an ordinary command', async () => {
  const mock = mockClient(DynamoDBClient);
  open.push({ close: () => mock.restore() });
  mock
    .on(BatchWriteItemCommand, { RequestItems: { Inventory: [{ PutRequest: { Item: JSON.parse(seoul) } }] } })
    .resolves({
      UnprocessedItems: {},
      $metadata: { requestId: 'mocked' },
    });
  const client = new DynamoDBClient({ region: 'eu-test-1' });
  const { $metadata } = await client.send(new PreparedBatchWriteCommand('Inventory', [seoul], {}));
  expect($metadata.requestId).toBe('mocked');
  expect(mock.commandCalls(BatchWriteItemCommand)).toHaveLength(1);
});

test('a client with another signer keeps using it', async () => {
  const { loopback, send } = await arrange([], {
    signer: async () =>
      ({
        sign: async <Request>(request: Request) => {
          (request as { headers: Record<string, string> }).headers.authorization = 'Custom';
          return request;
        },
      }) as never,
  });
  await send(berlin);
  await send(berlin);
  expect(loopback.requests.map(({ headers }) => headers.authorization)).toEqual(['Custom', 'Custom']);
});
