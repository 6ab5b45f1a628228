import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo } from '@groundcrew/cli/testing';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import type { FunctionBundle, StackManifest } from '@groundcrew/lambda';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { program } from '../program.ts';
import { groundcrew } from '../testing/groundcrew.ts';

const FILES = 4;

/** Nothing is loaded when it is uploaded: the files are from before the stack. */
const shop: StackManifest = {
  ...stack,
  functions: stack.functions.filter(({ trigger }) => trigger.type === 'invoke'),
};

/** The name of an open backfill is that of a file in it. */
let gates: string;
let local: LocalAws;
let source: string;
let stackNames: readonly string[];

/** `split-stock-file`, but it has no time to do anything, and is called again, until the backfill is open. */
async function gated({ directory, handler }: FunctionBundle): Promise<FunctionBundle> {
  const folder = join(gates, 'split-stock-file');
  const real = pathToFileURL(join(directory, 'index.mjs')).href;
  const code = [
    "import { existsSync } from 'node:fs';",
    `const { handler: real } = await import(${JSON.stringify(real)});`,
    'export async function handler(event, context) {',
    `  if (existsSync(${JSON.stringify(`${gates}/`)} + event.BatchInput.name)) return await real(event, context);`,
    '  await new Promise((resolve) => setTimeout(resolve, 200));',
    "  return { status: 'continued' };",
    '}',
  ].join('\n');
  await mkdir(folder);
  await writeFile(join(folder, 'index.mjs'), code);
  return { name: 'split-stock-file', directory: folder, handler };
}

const openGate = (name: string) => writeFile(join(gates, name), '');

beforeAll(async () => {
  gates = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  const bundles = await builtFunctions(shop.functions.map(({ name }) => name));
  local = await startLocal({
    stack: shop,
    bundles: await Promise.all(
      bundles.map(async (bundle) => (bundle.name === 'split-stock-file' ? await gated(bundle) : bundle)),
    ),
    settings: { OrderGuard: 'item' },
  });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const bucket = local.resources.bucketName('StockBucket');
  source = `s3://${bucket}/old/`;
  const s3 = createS3Client({ region: local.region });
  for (let number = 0; number < FILES; number++) {
    await putObject(s3, {
      bucket,
      key: `old/${number}.csv`,
      body: `store,item,count\nOslo,Lamp${number},3\n`,
    });
  }
  s3.destroy();
  stackNames = [
    ...['--table', local.resources.tableName('InventoryTable')],
    ...['--rejects-bucket', local.resources.bucketName('RejectsBucket')],
    ...['--state-machine', 'backfill-inventory'],
    ...['--output', 'json'],
  ];
});

afterAll(async () => {
  await local.close();
  await rm(gates, { recursive: true });
  vi.unstubAllEnvs();
});

const wordsOf = (words: readonly string[]) => ['inventory', 'backfill', ...words, ...stackNames];
const backfill = (...words: readonly string[]) => groundcrew(wordsOf(words));
const nameIn = (err: string): string => /The backfill (\S+) is started/.exec(err)![1]!;
const shown = ({ out }: { readonly out: string }): unknown => JSON.parse(out);
/** Its state when that is as expected: functions take their time to start. */
const statusOf = (name: string) => expect.poll(async () => shown(await backfill('status', name)));

/** Runs a command whose user presses Ctrl-C as soon as it waits for the second time. */
async function interrupted(words: readonly string[]) {
  let waits = 0;
  const io = createRecordingIo({
    async sleep() {
      waits += 1;
      if (waits === 2) io.interrupt();
    },
  });
  const code = await runCli(program, words, io);
  return { code, out: io.out(), err: io.err(), waits };
}

test('a backfill is set, stopped and resumed while it runs, and what is left is done then', async () => {
  const name = nameIn((await backfill(source, '--concurrency', '1')).err);

  await statusOf(name).toMatchObject({
    backfill: { name, status: 'running', files: FILES, filesSplit: 0, written: 0, rows: null },
    steps: [{ step: 'read files', status: 'running', total: FILES, running: 1, pending: 3, concurrency: 1 }],
  });
  expect((await backfill('status', name)).code).toBe(0);

  expect((await backfill('set', name, '--concurrency', '3')).code).toBe(0);
  await statusOf(name).toMatchObject({ steps: [{ running: 3, pending: 1, concurrency: 3 }] });
  expect((await backfill('resume', name)).code).toBe(1);

  const stopped = await backfill('stop', name);
  expect(stopped.code).toBe(0);
  expect(shown(stopped)).toMatchObject({
    backfill: { status: 'stopped', filesSplit: 0 },
    steps: [{ status: 'stopped', running: 0 }],
  });
  // Functions that run end what they do; then nothing of it continues.
  await local.idle({ timeoutMs: 30_000 });
  await openGate(name);
  const waiting = await backfill('status', name, '--follow');
  expect(waiting.code).toBe(1);
  expect(shown(waiting)).toMatchObject({ backfill: { status: 'stopped', filesSplit: 0 } });
  const again = await backfill('stop', name);
  expect(again).toMatchObject({ code: 1, err: expect.stringContaining('it is stopped') as string });
  expect((await backfill('set', name, '--concurrency', '2')).err).toContain('it is stopped');

  const resumed = await backfill('resume', name, '--follow');
  expect(resumed.code).toBe(0);
  expect(shown(resumed)).toMatchObject({
    backfill: { status: 'done', filesSplit: FILES, rows: FILES, written: FILES, filesFailed: 0 },
    // What was set is that of the map that was not there yet, too.
    steps: [
      { step: 'read files', status: 'done', succeeded: FILES, failed: 0, concurrency: 3 },
      { step: 'write shelves', status: 'done', concurrency: 3 },
    ],
  });
});

test('Ctrl-C ends the waiting, not the backfill, and what follows it or stops it is named', async () => {
  const name = nameIn((await backfill(source)).err);
  const options = stackNames.slice(2, 6).join(' ');
  const hint = (of: string) =>
    `The backfill ${of} continues. Follow it: groundcrew inventory backfill status ${of} --follow ${options}; ` +
    `stop it: groundcrew inventory backfill stop ${of} ${options}; ` +
    `once it is stopped, resume it: groundcrew inventory backfill resume ${of} ${options}\n`;

  const followed = await interrupted(wordsOf(['status', name, '--follow']));
  expect(followed).toMatchObject({ code: 130, out: '', waits: 2 });
  expect(followed.err).toContain(hint(name));

  const started = await interrupted(wordsOf([source, '--follow']));
  expect(started.code).toBe(130);
  const other = nameIn(started.err);
  expect(started.err).toContain(hint(other));

  for (const each of [name, other]) {
    expect(shown(await backfill('status', each))).toMatchObject({ backfill: { status: 'running' } });
  }
  for (const each of [name, other]) {
    await openGate(each);
    const { code, out } = await backfill('status', each, '--follow');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ backfill: { name: each, status: 'done', files: FILES } });
  }
});

test('a stack whose live loads leave no time at their items refuses it at once, and is asked once', async () => {
  const invoked: string[] = [];
  const unguarded = await startLocal({
    stack: shop,
    bundles: await builtFunctions(shop.functions.map(({ name }) => name)),
    onEvent: (event) => void (event.type === 'invoked' && invoked.push(event.function)),
  });
  onTestFinished(() => unguarded.close());
  const endpoint = ['--endpoint-url', unguarded.endpoint];
  const bucket = unguarded.resources.bucketName('StockBucket');
  const s3 = createS3Client({ region: unguarded.region, endpointUrl: unguarded.endpoint });
  await putObject(s3, { bucket, key: 'old/1.csv', body: 'store,item,count\nOslo,Lamp,3\n' });
  s3.destroy();

  const { code, out } = await backfill(`s3://${bucket}/old/`, ...endpoint);
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    backfill: {
      status: 'failed',
      reason: expect.stringContaining('OrderGuard of the stack is files') as string,
    },
  });
  expect(invoked).toEqual(['reduce-shelves']);
});
