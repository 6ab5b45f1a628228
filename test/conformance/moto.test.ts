import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import { outputOf, runCommand } from './command.ts';
import { type Moto, startMoto } from './moto.ts';
import { makeStockSample } from './stock-sample.ts';
import { createWorkFolder, groundcrewScript, tool, toolEnvironment } from './tools.ts';

const sample = makeStockSample(10_000);
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let moto: Moto;

beforeAll(async () => {
  work = await createWorkFolder();
  await writeFile(path.join(work.path, 'stock.csv'), sample.text);
  moto = await startMoto(tool('moto_server'), toolEnvironment(work.path));
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: moto.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
  });
  const keys = ['Store', 'Item'];
  await outputOfAws(
    [
      ...['dynamodb', 'create-table', '--table-name', 'Inventory', '--billing-mode', 'PAY_PER_REQUEST'],
      ...['--attribute-definitions', ...keys.map((key) => `AttributeName=${key},AttributeType=S`)],
      ...['--key-schema', 'AttributeName=Store,KeyType=HASH', 'AttributeName=Item,KeyType=RANGE'],
    ],
    { env },
  );
});
afterAll(async () => {
  await moto?.stop();
  await work.remove();
});

function groundcrew(...args: string[]): Promise<string> {
  return outputOf('node', [groundcrewScript(), ...args], { env, cwd: work.path });
}

test('inventory load writes 10,000 rows to a table of moto, which then contains the data of the file', async () => {
  const words = ['inventory', 'load', 'stock.csv', '--duplicates', 'last', '--output', 'json'];
  const report = JSON.parse(await groundcrew(...words));
  const { Items } = JSON.parse(
    await outputOfAws(['dynamodb', 'scan', '--table-name', 'Inventory', '--output', 'json'], {
      env,
    }),
  );

  expect(report.load).toMatchObject({ status: 'loaded', rows: 10_000, rejected: 0 });
  expect(tableOf(Items)).toEqual(sample.expected);
});

test('inventory list reads the loaded rows from moto', async () => {
  const { items } = JSON.parse(await groundcrew('inventory', 'list', '--output', 'json'));
  const listed = items.map(({ store, item, count }: { store: string; item: string; count: number }) => [
    JSON.stringify([store, item]),
    count,
  ]);
  expect(listed).toHaveLength(sample.expected.size);
  expect(new Map(listed)).toEqual(sample.expected);
});

test('a table that moto does not have is named in the error', async () => {
  const { code, stderr } = await runCommand(
    'node',
    [groundcrewScript(), 'inventory', 'load', 'stock.csv', '--table', 'Shelves'],
    { env, cwd: work.path },
  );
  expect(code).toBe(1);
  expect(stderr).toContain('Shelves');
});

interface WireItem {
  readonly Store: { readonly S: string };
  readonly Item: { readonly S: string };
  readonly Count: { readonly N: string };
}

function tableOf(items: readonly WireItem[]): Map<string, number> {
  return new Map(items.map(({ Store, Item, Count }) => [JSON.stringify([Store.S, Item.S]), Number(Count.N)]));
}
