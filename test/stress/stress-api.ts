const NAME = 'stress';

export type StressApi = ReturnType<typeof createStressApi>;

/** The few calls of stress and crash tests, by the services' own protocols: without the SDK's retries and its processor time. */
export function createStressApi(endpoint: string, onCall: () => void = () => {}) {
  async function call(service: string, path: string, init: Call): Promise<Response> {
    onCall();
    const credential = `a/20260101/us-east-1/${service}/aws4_request`;
    const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=host`;
    const response = await fetch(`${endpoint}${path}`, {
      ...init,
      headers: { ...init.headers, authorization },
    });
    if (response.ok) return response;
    throw new Error(`${init.method} ${path} of ${service}: ${response.status} ${await response.text()}`);
  }

  async function json(service: string, target: string, input: unknown): Promise<unknown> {
    const headers = { 'x-amz-target': target, 'content-type': 'application/x-amz-json-1.0' };
    return (await call(service, '/', { method: 'POST', headers, body: JSON.stringify(input) })).json();
  }

  async function form(parameters: Record<string, string>): Promise<string> {
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const body = String(new URLSearchParams(parameters));
    return (await call('sns', '/', { method: 'POST', headers, body })).text();
  }

  const text = async (response: Promise<Response>) => (await response).text();
  const sqs = (action: string, input: object) => json('sqs', `AmazonSQS.${action}`, input);
  const dynamodb = (action: string, input: object) =>
    json('dynamodb', `DynamoDB_20120810.${action}`, { TableName: 'Stress', ...input });
  const QueueUrl = `${endpoint}/000000000000/${NAME}`;
  const topicArn = (name: string) => `arn:aws:sns:us-east-1:000000000000:${name}`;

  return {
    /** A bucket, a queue, a topic that sends to it, and a table. */
    async setUp(): Promise<void> {
      await text(call('s3', `/${NAME}`, { method: 'PUT' }));
      await sqs('CreateQueue', { QueueName: NAME, Attributes: { VisibilityTimeout: '600' } });
      await form({ Action: 'CreateTopic', Name: NAME });
      await form({
        Action: 'Subscribe',
        TopicArn: topicArn(NAME),
        Protocol: 'sqs',
        Endpoint: `arn:aws:sqs:us-east-1:000000000000:${NAME}`,
        'Attributes.entry.1.key': 'RawMessageDelivery',
        'Attributes.entry.1.value': 'true',
      });
      await dynamodb('CreateTable', {
        BillingMode: 'PAY_PER_REQUEST',
        AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
        KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
      });
    },
    putObject: (key: string, body: string) => text(call('s3', `/${NAME}/${key}`, { method: 'PUT', body })),
    getObject: (key: string) => text(call('s3', `/${NAME}/${key}`, { method: 'GET' })),
    deleteObject: (key: string) => text(call('s3', `/${NAME}/${key}`, { method: 'DELETE' })),
    putItem: (id: string, value: string) =>
      dynamodb('PutItem', { Item: { id: { S: id }, value: { S: value } } }),
    async getItem(id: string): Promise<string | undefined> {
      const { Item } = (await dynamodb('GetItem', { Key: { id: { S: id } } })) as {
        Item?: { value: { S: string } };
      };
      return Item?.value.S;
    },
    deleteItem: (id: string) => dynamodb('DeleteItem', { Key: { id: { S: id } } }),
    /** Adds one to an item's number; resolves to the sum. */
    async increment(): Promise<number> {
      const { Attributes } = (await dynamodb('UpdateItem', {
        Key: { id: { S: 'count' } },
        UpdateExpression: 'ADD n :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
        ReturnValues: 'UPDATED_NEW',
      })) as { Attributes: { n: { N: string } } };
      return Number(Attributes.n.N);
    },
    createTopic: (name: string) => form({ Action: 'CreateTopic', Name: name }),
    async listTopics(): Promise<string[]> {
      const xml = await form({ Action: 'ListTopics' });
      return [...xml.matchAll(/<TopicArn>[^<]*:([^<:]+)<\/TopicArn>/g)].map(([, name]) => name!);
    },
    publish: (message: string) => form({ Action: 'Publish', TopicArn: topicArn(NAME), Message: message }),
    send: (MessageBody: string) => sqs('SendMessage', { QueueUrl, MessageBody }),
    async receive(): Promise<{ id: string; handle: string }[]> {
      const { Messages = [] } = (await sqs('ReceiveMessage', { QueueUrl, MaxNumberOfMessages: 10 })) as {
        Messages?: { Body: string; ReceiptHandle: string }[];
      };
      return Messages.map(({ Body, ReceiptHandle }) => ({ id: Body, handle: ReceiptHandle }));
    },
    deleteMessage: (ReceiptHandle: string) => sqs('DeleteMessage', { QueueUrl, ReceiptHandle }),
  };
}

interface Call {
  readonly method: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}
