import { join } from 'node:path';
import type { QueueFacts } from '../cloudwatch/service-metrics.ts';
import { readBody } from '../http-server/read-body.ts';
import { readJsonInput } from '../json-service.ts';
import type { ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type LocalResponse, type Service, type ServiceContext } from '../service.ts';
import { type Action, queueNameOf } from './action.ts';
import { batchActions } from './batch-actions.ts';
import { noSuchQueue } from './errors.ts';
import type { MessageAttributes, NewMessage } from './message.ts';
import { messageActions } from './message-actions.ts';
import { createMoveTasks } from './move-tasks.ts';
import { queueActions } from './queue-actions.ts';
import type { QueueAttributes } from './queue-attributes.ts';
import { redriveActions } from './redrive-actions.ts';
import { createQueueStore } from './store.ts';
import { createTagActions } from './tag-actions.ts';

/** A message in a queue. */
export interface QueueMessage {
  readonly messageId: string;
  readonly body: string;
  readonly attributes: MessageAttributes;
  /** Milliseconds since 1970. */
  readonly at: number;
}

export interface Sqs extends Service {
  /** Creates a queue, unless it exists. */
  createQueue(name: string, attributes?: QueueAttributes): void;
  /** Sends a message without a request; the queue must exist. */
  send(queueName: string, body: string, options?: Omit<NewMessage, 'body'>): void;
  /** All messages of a queue, oldest first, including received but not deleted ones. */
  messages(queueName: string): readonly QueueMessage[];
  hasQueue(queueName: string): boolean;
  /** All queues, for metrics. */
  facts(): readonly QueueFacts[];
}

const actions: Readonly<Record<string, Action>> = {
  ...queueActions,
  ...messageActions,
  ...batchActions,
  ...redriveActions,
};
const TARGET_PREFIX = 'AmazonSQS.';
const MAX_BODY_BYTES = 4 * 1024 ** 2;

/** SQS by its JSON protocol, in memory or in `dataDir`/sqs. */
export function createSqs({
  region,
  accountId,
  clock,
  dataDir,
  registry,
}: ServiceContext & { readonly registry: ResourceRegistry }): Sqs {
  const arnOf = (queueName: string) => `arn:aws:sqs:${region}:${accountId}:${queueName}`;
  const store = createQueueStore({
    clock,
    arnOf,
    ...(dataDir !== undefined && { dataDir: join(dataDir, 'sqs') }),
  });
  const moveTasks = createMoveTasks(clock, store.moveBack);
  const tagActions = createTagActions(registry);
  const operations = [...Object.keys(actions), ...Object.keys(tagActions)];
  registry.register('sqs:queue', () => store.list());

  return {
    name: 'sqs',
    protocol: 'json-1.0',
    operations,
    matches: ({ headers, signingService }) =>
      headers['x-amz-target']?.startsWith(TARGET_PREFIX) ?? signingService === 'sqs',
    async handle(request) {
      const input = readJsonInput(
        await readBody(request, MAX_BODY_BYTES),
        'com.amazon.coral.service#SerializationException',
      );
      const name = request.headers['x-amz-target']?.slice(TARGET_PREFIX.length) ?? '';
      if (Object.hasOwn(tagActions, name)) return jsonResponse(await tagActions[name]!(input, request));
      const action = Object.hasOwn(actions, name) ? actions[name] : undefined;
      if (!action) throw unknownAction(name, operations);
      await request.reportCall({
        // A batch needs the permission of a single call.
        action: `sqs:${name.replace(/Batch$/, '')}`,
        resource: arnOf(queueNameOf(input)),
        operation: name,
      });
      checkAccount(input, accountId);
      const urlOf = (queue: string) => `http://${request.headers.host ?? '127.0.0.1'}/${accountId}/${queue}`;
      return jsonResponse(
        await action({ input, store, moveTasks, tags: registry.tags, request, urlOf, arnOf }),
      );
    },
    createQueue(name, attributes = {}) {
      if (!store.list().some((queue) => queue.name === name)) store.create(name, attributes);
    },
    send(queueName, body, options) {
      store.send(store.queue(queueName), { ...options, body });
    },
    messages: (queueName) =>
      store
        .queue(queueName)
        .messages()
        .map(({ id, body, attributes = {}, sentMs }) => ({ messageId: id, body, attributes, at: sentMs })),
    facts: () =>
      store.list().map(({ name }) => {
        const queue = store.queue(name);
        const { visible } = queue.counts();
        return { name, visible, oldestMs: queue.messages()[0]?.sentMs };
      }),
    hasQueue: (queueName) => store.list().some(({ name }) => name === queueName),
    async close() {
      moveTasks.close();
      store.close();
    },
  };
}

/** A queue of another account is not the one of that name here. @throws AwsError `QueueDoesNotExist` */
function checkAccount({ QueueUrl }: Readonly<Record<string, unknown>>, accountId: string): void {
  const owner = typeof QueueUrl === 'string' ? /\/(\d{12})\/[^/]*$/.exec(QueueUrl)?.[1] : undefined;
  if (owner !== undefined && owner !== accountId) throw noSuchQueue(QueueUrl as string);
}

function jsonResponse(output: object): LocalResponse {
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(output),
  };
}

function unknownAction(name: string, supported: readonly string[]): AwsError {
  return new AwsError(
    400,
    'com.amazon.coral.service#UnknownOperationException',
    `the operation "${name}" of sqs is not supported by the embedded AWS; supported: ${supported.join(', ')}`,
  );
}
