import { S3Client } from '@aws-sdk/client-s3';
import { SNSClient } from '@aws-sdk/client-sns';
import { SQSClient } from '@aws-sdk/client-sqs';
import { STSClient } from '@aws-sdk/client-sts';
import { createAccessKeys } from '../access-keys.ts';
import { createOrganization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import { type HttpServerOptions, startHttpServer } from '../http-server/http-server.ts';
import { createResourceRegistry } from '../resource-registry/index.ts';
import { createS3, type ObjectCreated } from '../s3/index.ts';
import type { ServiceCall } from '../service.ts';
import { createSns, type SnsOptions } from '../sns/index.ts';
import { createSqs } from '../sqs/index.ts';
import { createSts } from '../sts/index.ts';
import { createTagStore } from '../tags/index.ts';

/** A clock that only moves when it is advanced, running tasks that become due. */
export function createTestClock(startMs = Date.UTC(2026, 2, 1)): Clock & { advance(ms: number): void } {
  let nowMs = startMs;
  const tasks = new Set<{ atMs: number; task: () => void }>();
  return {
    now: () => nowMs,
    after(delayMs, task) {
      const entry = { atMs: nowMs + delayMs, task };
      tasks.add(entry);
      return () => tasks.delete(entry);
    },
    advance(ms) {
      nowMs += ms;
      for (const entry of [...tasks]) {
        if (entry.atMs > nowMs) continue;
        tasks.delete(entry);
        entry.task();
      }
    },
  };
}

/** S3, SNS, SQS and STS behind a real HTTP server, with real clients of the AWS SDK, for this folder's tests. */
export async function startTestServices(
  options: Pick<HttpServerOptions, 'onCall' | 'callerOf' | 'allowedHosts' | 'timeouts'> &
    Pick<SnsOptions, 'onUndelivered' | 'beginWork' | 'allowedEndpoints'> & {
      readonly dataDir?: string;
      readonly clock?: Clock;
      /** Described names of topics. */
      readonly topics?: readonly string[];
    } = {},
) {
  const {
    onCall,
    callerOf,
    allowedHosts,
    timeouts,
    clock = createTestClock(),
    dataDir,
    topics,
    ...rest
  } = options;
  const context = {
    region: 'us-east-1',
    accountId: '000000000000',
    clock,
    ...(dataDir !== undefined && { dataDir }),
  };
  const created: ObjectCreated[] = [];
  const calls: (ServiceCall & { caller: string })[] = [];
  const bugs: unknown[] = [];
  const regions = topics ? { [context.region]: { topics: topics.map((name) => ({ name })) } } : {};
  const organization = createOrganization({ accounts: [{ id: context.accountId, regions }] });
  const keys = createAccessKeys(context.accountId);
  const registry = createResourceRegistry({
    organization,
    keys,
    clock,
    tags: createTagStore({ clock }),
    home: context,
    faults: () => undefined,
  });
  const sqs = createSqs({ ...context, registry });
  const sns = createSns({ ...context, ...rest, registry, queues: sqs });
  const s3 = createS3({ ...context, registry, onObjectCreated: (object) => created.push(object) });
  const sts = createSts({ organization, keys, clock });
  const server = await startHttpServer({
    services: [sqs, sns, sts, s3],
    ...(callerOf && { callerOf }),
    ...(allowedHosts && { allowedHosts }),
    ...(timeouts && { timeouts }),
    onBug: (error) => bugs.push(error),
    onCall(call, request) {
      calls.push({ ...call, caller: request.caller });
      return onCall?.(call, request);
    },
  });
  const settings = {
    endpoint: server.endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
  };
  const clients = {
    s3: new S3Client(settings),
    sns: new SNSClient(settings),
    sqs: new SQSClient(settings),
    sts: new STSClient(settings),
  };
  return {
    server,
    services: { s3, sns, sqs },
    clients,
    settings,
    created,
    calls,
    bugs,
    async close() {
      for (const client of Object.values(clients)) client.destroy();
      await server.close();
    },
  };
}

export type TestServices = Awaited<ReturnType<typeof startTestServices>>;
