import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetObjectCommand, ListObjectsV2Command, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { stack } from '@groundcrew/functions/stacks/tags';
import {
  createMovableClock,
  type LocalAccounts,
  type LocalEvent,
  type LocalOptions,
  startLocal,
} from '@groundcrew/local';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

const region = 'us-east-1';
// Only what this test is about: the bucket, the schedule, the topic and the function.
const onSchedule = { ...stack, functions: stack.functions.filter(({ name }) => name === 'audit-tags') };

const accounts: LocalAccounts = {
  accounts: [
    {
      id: '123456789012',
      alias: 'acme',
      regions: {
        [region]: {
          instances: [
            { id: 'i-00000000000000001', type: 't3.micro', tags: { Project: 'shop' } },
            { id: 'i-00000000000000002', type: 't3.micro', tags: { project: 'shop' } },
          ],
          buckets: [{ name: 'acme-photos' }],
          tables: [{ name: 'Orders', tags: { Project: 'orders' } }],
          // Services of ECS are listed in clusters.
          others: [{ arn: `arn:aws:ecs:${region}:123456789012:cluster/acme` }],
        },
        'ap-northeast-2': { topics: [{ name: 'Alerts' }] },
        'eu-west-1': { denied: true },
      },
    },
  ],
};

const policy = `version: 1
keys:
  Project:
    required: true
    for: { types: ['ec2:instance', 's3:bucket', 'dynamodb:table', 'sns:topic'] }
`;

const built = await testedFunctions('thread', ['audit-tags']);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

/** The embedded AWS with the schedule and the function, and a policy in the bucket. */
async function start(options: Partial<LocalOptions> & { policy?: string | null } = {}) {
  const events: LocalEvent[] = [];
  const { policy: text = policy, ...rest } = options;
  const local = await startLocal({
    stack: onSchedule,
    ...built,
    accounts,
    region,
    retryDelaysMs: [10, 10],
    onEvent: (event) => events.push(event),
    ...rest,
  });
  const config = {
    endpoint: local.endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  };
  const s3 = new S3Client({ ...config, forcePathStyle: true });
  const lambda = new LambdaClient(config);
  closers.push(
    () => local.close(),
    () => s3.destroy(),
    () => lambda.destroy(),
  );
  const Bucket = local.resources.bucketName('TagsBucket');
  const put = (Body: string) => s3.send(new PutObjectCommand({ Bucket, Key: 'tag-policy.yaml', Body }));
  if (text !== null) await put(text);
  return {
    local,
    events,
    put,
    log: () => events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n'),
    published: () => local.published('TagAuditsTopic'),
    keys: async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'audits/' }));
      return Contents.map(({ Key }) => Key);
    },
    read: async (Key: string) => {
      const { Body, ContentType } = await s3.send(new GetObjectCommand({ Bucket, Key }));
      return { text: await Body!.transformToString(), type: ContentType };
    },
    audit: async (event: object = {}) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: 'audit-tags', Payload: JSON.stringify(event) }),
      );
      return { failed: FunctionError !== undefined, ...JSON.parse(Payload!.transformToString()) };
    },
  };
}

const today = () => new Date().toISOString().slice(0, 10);

describe('audit-tags', () => {
  it('keeps the report, and publishes where it is and what is wrong', async () => {
    const { audit, keys, read, published } = await start();

    const result = await audit();

    const reportKey = `audits/${today()}/report.html`;
    expect(result).toMatchObject({
      failed: false,
      status: 'done',
      report: expect.stringContaining(reportKey),
    });
    expect(await keys()).toEqual([reportKey, `audits/${today()}/report.json`, 'audits/latest.json']);
    const html = await read(reportKey);
    expect(html.type).toBe('text/html; charset=utf-8');
    expect(html.text).toContain('acme-photos');
    const json = JSON.parse((await read(`audits/${today()}/report.json`)).text) as {
      violations: { id: string }[];
    };
    expect(json.violations.map(({ id }) => id)).toContain('i-00000000000000002');
    expect(result.violations).toBe(json.violations.length);
    expect(published()).toMatchObject([
      { message: expect.stringContaining(reportKey), attributes: { kind: 'tag-audit' } },
    ]);
    expect(published()[0]!.subject).toMatch(/tag/i);
  });

  it('publishes the second time what got worse', async () => {
    const { audit, put, published } = await start();
    await audit();

    await put(`${policy}  Owner: { required: true, for: { types: ['ec2:instance'] } }\n`);
    await audit();

    const [first, second] = published();
    expect(second!.message).not.toBe(first!.message);
    expect(second!.message).toMatch(/Owner/);
    expect(second!.message).toMatch(/worse|new|more/i);
  });

  it.each([
    ['none', null, 'tags.policy.missing', 'no tag policy'],
    ['one that is wrong', 'version: 1\nkeys: 7\n', 'tags.policy.invalid', 'keys'],
  ])('notifies the topic, the log and the alarm where the policy is %s', async (_, text, code, reason) => {
    const { audit, published, log, keys } = await start({ policy: text });

    expect(await audit()).toEqual({ failed: false, status: 'no-policy' });
    expect(published()).toMatchObject([
      { subject: 'The tag audit could not run', message: expect.stringContaining(reason) },
    ]);
    // A function's lines arrive beside its answer, the metrics last.
    await vi.waitUntil(() => log().includes('"PolicyUnusable":1'), { timeout: 30_000 });
    expect(log()).toContain(code);
    expect(await keys()).toEqual([]);
  });

  it('reports regions that it could not ask, audits the others, and uses all that its manifest grants, nothing else', async () => {
    const { audit, local, read } = await start({ settings: { AuditRegions: 'all' } });

    const result = await audit();

    expect(result).toMatchObject({ status: 'done' });
    const { text } = await read(`audits/${today()}/report.json`);
    expect(text).toContain('eu-west-1');
    expect(text).toContain('arn:aws:sns:ap-northeast-2:123456789012:Alerts');
    expect(await roleUse(local, onSchedule.functions[0]!)).toEqual({ unused: [], problems: [] });
  });

  it('runs on Mondays at nine in the time zone of the setting, and once where the schedule fires twice', async () => {
    // Sunday noon in Seoul.
    const clock = createMovableClock(Date.UTC(2026, 10, 22, 3));
    const { local, published, events } = await start({ clock, settings: { AuditTimeZone: 'Asia/Seoul' } });

    await clock.advance(21 * 3_600_000 - 60_000);
    await local.idle();
    expect(published()).toHaveLength(0);
    await clock.advance(120_000);
    await local.idle();

    expect(published()).toHaveLength(1);
    expect(events.filter(({ type }) => type === 'finished')).toHaveLength(1);
  });

  it('does not do again what the schedule asked for before', async () => {
    const { audit, published } = await start();
    const event = { source: 'aws.scheduler', time: '2026-11-23T00:00:00Z' };

    await audit(event);

    expect(await audit(event)).toEqual({ failed: false, status: 'repeated' });
    expect(published()).toHaveLength(1);
  });
});
