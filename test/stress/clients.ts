import { randomUUID } from 'node:crypto';

export interface StressOptions {
  readonly endpoint: string;
  readonly clients: number;
  readonly durationMs: number;
}

export interface StressReport {
  readonly calls: number;
  readonly seconds: number;
  /** What was wrong or lost: none, if all is well. */
  readonly problems: readonly string[];
}

/** What all clients have done, to be compared with what the services say at the end. */
interface Totals {
  calls: number;
  updates: number;
  readonly sent: Set<string>;
  readonly received: Set<string>;
  readonly counts: Set<number>;
  readonly problems: string[];
}

const QUEUE = 'stress';

/**
 * Clients that put and get objects, count in one item, and send and receive messages, all at once, by the services' own protocols. Every
 * answer is checked; at the end nothing may be missing.
 */
export async function runClients({ endpoint, clients, durationMs }: StressOptions): Promise<StressReport> {
  const totals: Totals = {
    calls: 0,
    updates: 0,
    sent: new Set(),
    received: new Set(),
    counts: new Set(),
    problems: [],
  };
  const api = createApi(endpoint, totals);
  await api.setUp();
  const startedAt = performance.now();
  const endAt = startedAt + durationMs;
  await Promise.all(
    Array.from({ length: clients }, async (_, client) => {
      for (let turn = 0; performance.now() < endAt && totals.problems.length < 20; turn++) {
        try {
          await runTurn(api, totals, `${client}/${turn}`);
        } catch (error) {
          totals.problems.push(`client ${client}: ${String(error)}`);
        }
      }
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  await checkTotals(api, totals);
  return { calls: totals.calls, seconds, problems: totals.problems };
}

async function runTurn(api: Api, totals: Totals, name: string): Promise<void> {
  const body = `${name} ${randomUUID()}`.repeat(20);
  await api.putObject(name, body);
  const found = await api.getObject(name);
  if (found !== body) totals.problems.push(`the object ${name} is not what was put`);

  const count = await api.increment();
  totals.updates++;
  if (totals.counts.has(count)) totals.problems.push(`the count ${count} was returned twice`);
  totals.counts.add(count);

  const id = randomUUID();
  totals.sent.add(id);
  await api.publish(id);
  await drain(api, totals);
}

async function drain(api: Api, totals: Totals): Promise<number> {
  const messages = await api.receive();
  for (const { id, handle } of messages) {
    if (!totals.sent.has(id)) totals.problems.push(`the message ${id} was never sent`);
    if (totals.received.has(id)) totals.problems.push(`the message ${id} was received again`);
    totals.received.add(id);
    await api.deleteMessage(handle);
  }
  return messages.length;
}

async function checkTotals(api: Api, totals: Totals): Promise<void> {
  while ((await drain(api, totals)) > 0);
  const lost = [...totals.sent].filter((id) => !totals.received.has(id));
  if (lost.length > 0) totals.problems.push(`${lost.length} of ${totals.sent.size} messages were lost`);
  const count = (await api.increment()) - 1;
  if (count !== totals.updates) totals.problems.push(`the item counts ${count} of ${totals.updates} updates`);
}

interface Call {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

type Api = ReturnType<typeof createApi>;

function createApi(endpoint: string, totals: Totals) {
  async function call(service: string, path: string, init: Call): Promise<Response> {
    totals.calls++;
    const credential = `a/20260101/us-east-1/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host`;
    const response = await fetch(`${endpoint}${path}`, {
      ...init,
      headers: { ...init.headers, authorization },
    });
    if (response.ok) return response;
    throw new Error(`${init.method} ${path} of ${service}: ${response.status} ${await response.text()}`);
  }

  async function json(service: string, target: string, input: unknown): Promise<Record<string, never>> {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
    const response = await call(service, '/', { method: 'POST', headers, body: JSON.stringify(input) });
    return (await response.json()) as Record<string, never>;
  }

  async function form(parameters: Record<string, string>): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = String(new URLSearchParams(parameters));
    return (await call('sns', '/', { method: 'POST', headers, body })).text();
  }

  const sqs = (action: string, input: object) => json('sqs', `AmazonSQS.${action}`, input);
  const queueUrl = `${endpoint}/000000000000/${QUEUE}`;
  let topicArn = '';

  return {
    async setUp(): Promise<void> {
      await (await call('s3', '/stress', { method: 'PUT' })).text();
      await sqs('CreateQueue', { QueueName: QUEUE, Attributes: { VisibilityTimeout: '600' } });
      topicArn = /<TopicArn>(.+)<\/TopicArn>/.exec(await form({ Action: 'CreateTopic', Name: QUEUE }))![1]!;
      await form({
        Action: 'Subscribe',
        TopicArn: topicArn,
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:us-east-1:000000000000:${QUEUE}`,
        'Attributes.entry.1.key': 'RawMessageDelivery',
        'Attributes.entry.1.value': 'true',
      });
      await json('dynamodb', 'DynamoDB_20120810.CreateTable', {
        TableName: 'Stress',
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      });
    },
    async putObject(key: string, body: string): Promise<void> {
      await (await call('s3', `/stress/${key}`, { method: 'PUT', body })).text();
    },
    getObject: async (key: string) => (await call('s3', `/stress/${key}`, { method: 'GET' })).text(),
    async increment(): Promise<number> {
      const { Attributes } = await json('dynamodb', 'DynamoDB_20120810.UpdateItem', {
        TableName: 'Stress',
        Key: { id: { S: 'count' } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      });
      return Number((Attributes as unknown as { n: { N: string } }).n.N);
    },
    async publish(id: string): Promise<void> {
      await form({ Action: 'Publish', TopicArn: topicArn, Message: id });
    },
    async receive(): Promise<{ id: string; handle: string }[]> {
      const { Messages = [] } = await sqs('ReceiveMessage', { QueueUrl: queueUrl, MaxNumberOfMessages: 10 });
      return (Messages as { Body: string; ReceiptHandle: string }[]).map(({ Body, ReceiptHandle }) => ({
        id: Body,
        handle: ReceiptHandle,
      }));
    },
    deleteMessage: (handle: string) => sqs('DeleteMessage', { QueueUrl: queueUrl, ReceiptHandle: handle }),
  };
}
