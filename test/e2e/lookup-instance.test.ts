import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { stack } from '@groundcrew/functions/stacks/fleet';
import {
  createMovableClock,
  type LocalAccounts,
  type LocalEvent,
  type LocalOptions,
  startLocal,
} from '@groundcrew/local';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { testedFunctions } from '@groundcrew/functions/testing';
import { roleUse } from '../support/role-use.ts';

const web = 'i-0aaaaaaaaaaaaaaa1';
const worker = 'i-0aaaaaaaaaaaaaaa2';
const retired = 'i-0aaaaaaaaaaaaaaa3';
const replaced = 'i-0aaaaaaaaaaaaaaa4';
const fresh = 'i-0aaaaaaaaaaaaaaa5';
const gone = 'i-0ccccccccccccccc1';
const seoul = 'i-0bbbbbbbbbbbbbbb1';

const freshAfterMs = 1_000;

const accounts: LocalAccounts = {
  accounts: [
    {
      id: '123456789012',
      regions: {
        'us-east-1': {
          instances: [
            {
              id: web,
              name: 'web',
              type: 'm7g.large',
              privateIps: ['10.0.0.10'],
              publicIp: '203.0.113.10',
              tags: { Project: 'shop', Env: 'prod' },
            },
            { id: worker, name: 'worker', type: 'c7i.xlarge', state: 'stopped', tags: { Project: 'shop' } },
            { id: retired, name: 'retired', type: 't3.micro', state: 'terminated' },
            { id: replaced, name: 'web', type: 'm6g.large', state: 'terminated' },
            { id: fresh, name: 'fresh', type: 't3.micro', visibleAfterMs: freshAfterMs },
          ],
        },
        'ap-northeast-2': { instances: [{ id: seoul, name: 'web', type: 'm7g.large' }] },
        'eu-west-1': { denied: true },
        'eu-west-3': { unreachable: true },
      },
    },
  ],
};

const built = await testedFunctions('thread', ['lookup-instance']);

type Stage = Awaited<ReturnType<typeof open>>;

const opened: Stage[] = [];
let shared: Promise<Stage> | undefined;
let impatient: Promise<Stage> | undefined;
let everywhere: Promise<Stage> | undefined;
afterEach(async () => {
  for (const stage of opened.splice(0)) await stage.close();
});
afterAll(async () => {
  await (await shared)?.close();
  await (await impatient)?.close();
  await (await everywhere)?.close();
});

/** The embedded AWS that all tests share which only ask it. */
function share(): Promise<Stage> {
  shared ??= open();
  return shared;
}

/** For tests of a region that does not answer. The list of regions has to come in time, at the second attempt at the latest. */
function shareImpatient(): Promise<Stage> {
  impatient ??= open({ functions: { 'lookup-instance': { environment: { REQUEST_TIMEOUT_MS: '1000' } } } });
  return impatient;
}

/** Which looks into all regions, for a test beside others, whose own are closed after each of them. */
function shareEverywhere(): Promise<Stage> {
  everywhere ??= open({ settings: { LookupRegions: 'all' } });
  return everywhere;
}

/** One of its own for a test. */
async function start(options: Partial<LocalOptions>): Promise<Stage> {
  const stage = await open(options);
  opened.push(stage);
  return stage;
}

/** The embedded AWS with the fleet stack in it, and the two ways to ask. */
async function open(options: Partial<LocalOptions> = {}) {
  const events: LocalEvent[] = [];
  const local = await startLocal({
    stack,
    ...built,
    accounts,
    // So short that regions which do not answer are not a long wait, so long that no busy machine needs it for an answer.
    functions: { 'lookup-instance': { environment: { REQUEST_TIMEOUT_MS: '2000' } } },
    onEvent: (event) => events.push(event),
    ...options,
  });
  const lambda = new LambdaClient({
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
  });
  return {
    local,
    /** The lines that the function logged, as text. */
    log: () => events.flatMap((event) => (event.type === 'log' ? [event.line] : [])).join('\n'),
    invoke: async (question: unknown) => {
      const { Payload, FunctionError } = await lambda.send(
        new InvokeCommand({ FunctionName: 'lookup-instance', Payload: JSON.stringify(question) }),
      );
      return { failed: FunctionError !== undefined, ...JSON.parse(Payload!.transformToString()) };
    },
    get: async (query: string, method = 'GET') => {
      const response = await fetch(`${local.resources.apiUrl('FleetApi')}/instances?${query}`, { method });
      return { status: response.status, headers: response.headers, body: JSON.parse(await response.text()) };
    },
    async close() {
      lambda.destroy();
      await local.close();
    },
  };
}

/** The actions that a running function was seen to call. */
function actionsOf(local: { calls: () => readonly { caller: string; action: string }[] }): Set<string> {
  return new Set(
    local.calls().flatMap(({ caller, action }) => (caller === 'lookup-instance' ? [action] : [])),
  );
}

describe('lookup-instance, invoked directly', () => {
  it.each([
    ['its id', { id: web }],
    ['a private address', { address: '10.0.0.10' }],
    ['a public address', { address: '203.0.113.10' }],
    ['a DNS name', { dnsName: 'ip-10-0-0-10.ec2.internal' }],
    ['its name', { name: 'web' }],
    ['tags', { tags: { Project: 'shop', Env: 'prod' } }],
  ])('finds one by %s', async (_, question) => {
    const { invoke } = await share();

    expect(await invoke(question)).toEqual({
      failed: false,
      status: 'one',
      instance: expect.objectContaining({
        source: 'ec2',
        instanceId: web,
        name: 'web',
        accountId: '123456789012',
        region: 'us-east-1',
        state: 'running',
        instanceType: 'm7g.large',
        type: expect.objectContaining({ family: 'm7g', processor: 'graviton' }),
        privateIpv4: ['10.0.0.10'],
        publicIpv4: ['203.0.113.10'],
        tags: { Name: 'web', Project: 'shop', Env: 'prod' },
        notices: null,
      }),
      regions: ['us-east-1'],
      incomplete: [],
      requestId: expect.stringMatching(/^[\w-]{36}$/),
    });
  });

  it('distinguishes several from one, and none from both', async () => {
    const { invoke } = await share();

    expect(await invoke({ tags: { Project: 'shop' } })).toMatchObject({
      status: 'several',
      instances: [{ instanceId: web }, { instanceId: worker }],
      more: false,
    });
    expect(await invoke({ name: 'nobody' })).toMatchObject({ status: 'none', regions: ['us-east-1'] });
    expect(await invoke({ name: 'w*' })).toMatchObject({ status: 'none' });
  });

  it('looks into other regions where it is asked to', async () => {
    const { invoke } = await share();

    expect(await invoke({ name: 'web', regions: 'us-east-1,ap-northeast-2' })).toMatchObject({
      status: 'several',
      instances: [{ instanceId: seoul }, { instanceId: web }],
      regions: ['ap-northeast-2', 'us-east-1'],
    });
  });

  it('reports a terminated one that is asked for by its id, or that nothing has replaced', async () => {
    const { invoke } = await share();

    expect(await invoke({ id: replaced })).toMatchObject({
      status: 'one',
      instance: { state: 'terminated' },
    });
    expect(await invoke({ name: 'retired' })).toMatchObject({
      status: 'one',
      instance: { state: 'terminated' },
    });
    expect(await invoke({ name: 'web' })).toMatchObject({ status: 'one', instance: { instanceId: web } });
  });

  it('waits for one that was started a moment ago', async () => {
    const clock = createMovableClock();
    const { local, invoke } = await start({ clock });

    const answer = invoke({ id: fresh });
    await vi.waitUntil(() => actionsOf(local).size > 0, { timeout: 30_000 });
    await clock.advance(freshAfterMs);

    expect(await answer).toMatchObject({ status: 'one', instance: { instanceId: fresh } });
  });

  it('does not report none where a region could not be asked', async () => {
    const { invoke, log } = await share();

    const answer = await invoke({ name: 'nobody', regions: ['us-east-1', 'eu-west-1'] });

    expect(answer).toMatchObject({
      status: 'unknown',
      regions: ['us-east-1'],
      incomplete: [{ region: 'eu-west-1', status: 'denied' }],
    });
    expect(JSON.stringify(answer)).not.toContain('arn:');
    await vi.waitUntil(() => log().includes('is denied ec2:DescribeInstances by an explicit deny'), {
      timeout: 30_000,
    });
  });

  it.each([
    [{}, 'fleet.lookup.bad-question'],
    [{ id: 'web-1' }, 'fleet.lookup.bad-question'],
    [{ id: web, regions: ['mars-north-1'] }, 'fleet.listing.unknown-region'],
  ])('refuses %j without failing', async (question, code) => {
    const { invoke } = await share();

    expect(await invoke(question)).toMatchObject({ failed: false, status: 'refused', code });
  });
});

function checkAnswer(answer: Awaited<ReturnType<Stage['get']>>, status: number, body: object): void {
  expect(answer).toMatchObject({ status, body: { ...body, requestId: expect.any(String) } });
  expect(answer.headers.get('content-type')).toBe('application/json');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(JSON.stringify(answer.body)).not.toMatch(/arn:|stack|Error/);
}

describe('lookup-instance, behind its API', () => {
  it.each([
    [`id=${web}`, 200, { status: 'one', instance: { instanceId: web } }],
    ['address=10.0.0.10', 200, { status: 'one', instance: { instanceId: web } }],
    ['tag=Project=shop&tag=Env=prod', 200, { status: 'one', instance: { instanceId: web } }],
    ['name=web&region=ap-northeast-2', 200, { status: 'one', instance: { instanceId: seoul } }],
    [
      'tag=Project=shop',
      300,
      { status: 'several', instances: [{ instanceId: web }, { instanceId: worker }] },
    ],
    ['name=nobody', 404, { status: 'none' }],
    ['', 400, { status: 'refused', code: 'fleet.lookup.bad-question' }],
    ['id=web-1', 400, { status: 'refused', reason: expect.stringContaining('"web-1"') }],
    ['name=web&region=mars-north-1', 400, { status: 'refused', code: 'fleet.listing.unknown-region' }],
    ['name=nobody&region=eu-west-1', 502, { incomplete: [{ region: 'eu-west-1', status: 'denied' }] }],
  ])('answers %s with %i', async (query, status, body) => {
    const { get } = await share();

    checkAnswer(await get(query), status, body);
  });

  it('finds what there is beside a region that could not be asked, and reports it', async () => {
    const { get } = await share();

    expect(await get(`id=${web}&region=us-east-1&region=eu-west-1`)).toMatchObject({
      status: 200,
      body: { status: 'one', incomplete: [{ region: 'eu-west-1', status: 'denied' }] },
    });
  });

  it('serves no other method', async () => {
    const { get, local } = await start({});

    const { status, headers, body } = await get(`id=${web}`, 'DELETE');

    expect({ status, allow: headers.get('allow'), body }).toMatchObject({
      status: 405,
      allow: 'GET',
      body: { status: 'refused' },
    });
    expect(actionsOf(local).size).toBe(0);
  });

  it('reports of an internal error only that there was one, and whom to ask', async () => {
    const { get, log } = await start({ settings: { LookupRegions: 'us-north-1' } });

    const { status, body } = await get('name=web');

    expect(status).toBe(502);
    expect(body).toEqual({
      status: 'failed',
      code: 'lookup-instance.failed',
      reason: expect.not.stringContaining('us-north-1'),
      requestId: expect.any(String),
    });
    // A function's lines arrive beside its answer, the metrics last.
    await vi.waitUntil(() => log().includes('"LookupsFailed":1'), { timeout: 30_000 });
    expect(log()).toContain('us-north-1');
    expect(log()).toContain(body.requestId);
  });
});

// They wait for the timeouts of their calls: side by side.
describe.concurrent('a region that does not answer', () => {
  it.each([
    [`id=${gone}&region=us-east-1&region=eu-west-3`, { status: 'unknown' }],
    ['name=nobody&region=eu-west-3', { incomplete: [{ region: 'eu-west-3', status: 'timed-out' }] }],
  ])('makes the answer to %s 503', async (query, body) => {
    const { get } = await shareImpatient();

    checkAnswer(await get(query), 503, body);
  });

  it('uses all that its manifest grants, and nothing else', async () => {
    const { local, invoke } = await shareEverywhere();

    const answer = await invoke({ name: 'nobody' });

    expect(answer).toMatchObject({
      status: 'unknown',
      regions: expect.arrayContaining(['us-east-1', 'ap-northeast-2']),
      incomplete: [
        { region: 'eu-west-1', status: 'denied' },
        { region: 'eu-west-3', status: 'timed-out' },
      ],
    });
    // An address that no instance has is looked for among everything else.
    expect(await invoke({ address: '10.9.9.9', regions: ['us-east-1'] })).toMatchObject({ status: 'none' });
    expect(await roleUse(local, stack.functions[0]!)).toEqual({ unused: [], problems: [] });
  });
});
