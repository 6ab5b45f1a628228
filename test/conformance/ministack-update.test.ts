import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type AttributeValue, BatchWriteItemCommand, paginateScan } from '@aws-sdk/client-dynamodb';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOfAws } from './aws-process.ts';
import { type Cloud, clientsOf, uploadAll } from './deployed-flow.ts';
import { type Ministack, startMinistack } from './ministack.ts';
import { samDeploy, type Template, templateOf, withBundles } from './sam-stack.ts';
import { createWorkFolder, tool, toolEnvironment } from './tools.ts';

/*
 * A stack of 0.1.0 is updated in place, with its data. Its template, and the items of its three tables, are as 0.1.0 made them, out of
 * three uploads; only their expiry was set later. Its functions are stand-ins: what they had written is there.
 */

const region = 'eu-west-2';
const version01 = fileURLToPath(new URL('../fixtures/version-0.1/', import.meta.url));
type Item = Record<string, AttributeValue>;
type Tables = Readonly<Record<string, readonly Item[]>>;

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;
let ministack: Ministack;
let clients: ReturnType<typeof clientsOf>;
let written: Tables;

beforeAll(async () => {
  work = await createWorkFolder();
  ministack = await startMinistack(tool('ministack'), toolEnvironment(work.path));
  clients = clientsOf({ endpoint: ministack.endpoint, region });
  env = toolEnvironment(work.path, {
    AWS_ENDPOINT_URL: ministack.endpoint,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_DEFAULT_OUTPUT: 'json',
    AWS_DEFAULT_REGION: region,
    AWS_REGION: region,
  });
  written = JSON.parse(await readFile(path.join(version01, 'inventory-tables.json'), 'utf8'));
});
afterAll(async () => {
  clients?.close();
  await ministack?.stop();
  await work.remove();
});

async function deploy(template: Template): Promise<string> {
  await samDeploy({ template, name: stack.name, region, folder: work.path, env });
  const query = ['--query', 'Stacks[0].StackStatus', '--output', 'text'];
  return outputOfAws(['cloudformation', 'describe-stacks', '--stack-name', stack.name, ...query], { env });
}

async function itemsOf(TableName: string): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of paginateScan({ client: clients.dynamodb }, { TableName }))
    items.push(...(page.Items ?? []));
  return items;
}

async function expectItems(tables: Tables): Promise<void> {
  for (const [name, items] of Object.entries(tables)) {
    const found = await itemsOf(name);
    expect([name, found]).toEqual([name, expect.arrayContaining([...items])]);
    expect([name, found.length]).toEqual([name, items.length]);
  }
}

test('a stack of 0.1.0 is updated in place, keeps its items, and loads into them', async () => {
  await outputOfAws(['s3', 'mb', 's3://code'], { env });
  const old: Template = JSON.parse(await readFile(path.join(version01, 'inventory-template.json'), 'utf8'));
  await mkdir(path.join(work.path, 'stand-in'));
  await writeFile(path.join(work.path, 'stand-in/index.mjs'), 'export const handler = async () => ({});\n');
  expect(await deploy(withBundles(old, () => path.join(work.path, 'stand-in')))).toBe('CREATE_COMPLETE\n');
  await clients.dynamodb.send(
    new BatchWriteItemCommand({
      RequestItems: Object.fromEntries(
        Object.entries(written).map(([name, items]) => [
          name,
          items.map((Item) => ({ PutRequest: { Item } })),
        ]),
      ),
    }),
  );

  expect(await deploy(templateOf(stack))).toBe('UPDATE_COMPLETE\n');
  await expectItems(written);

  await uploadAll(cloud(), clients, new Map([['new.csv', Buffer.from(newStock)]]));
  const { Inventory = [], InventoryLoads = [] } = written;
  const shelves = new Map(
    [...Inventory, ...newItems].map((item) => [`${item.Store?.S}/${item.Item?.S}`, item]),
  );
  await expectItems({ Inventory: [...shelves.values()] });
  expect(await itemsOf('InventoryLoads')).toEqual(expect.arrayContaining([...InventoryLoads]));
}, 300_000);

const newStock = 'store,item,count\nBerlin,Kettle,9\nBusan,주전자,1\n';
const newItems: readonly Item[] = [
  { Store: { S: 'Berlin' }, Item: { S: 'Kettle' }, Count: { N: '9' } },
  { Store: { S: 'Busan' }, Item: { S: '주전자' }, Count: { N: '1' } },
];

function cloud(): Cloud {
  const bucketOf = (kind: string) => `groundcrew-${kind}-000000000000-${region}`;
  return {
    endpoint: ministack.endpoint,
    region,
    stockBucket: bucketOf('stock'),
    rejectsBucket: bucketOf('rejects'),
  };
}

test('an event of an upload that 0.1.0 loaded is a duplicate', async () => {
  const [load] = written['InventoryLoads'] ?? [];
  const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.*)$/.exec(load?.Object?.S ?? '') ?? [];
  const s3 = {
    bucket: { name: bucket },
    object: { key: encodeURIComponent(key), sequencer: load?.Sequencer?.S, size: 1 },
  };
  const record = { eventSource: 'aws:s3', eventName: 'ObjectCreated:Put', awsRegion: region, s3 };
  const answer = path.join(work.path, 'answer.json');
  await outputOfAws(
    [
      ...['lambda', 'invoke', '--function-name', 'groundcrew-load-inventory'],
      ...['--payload', JSON.stringify({ Records: [record] }), answer],
    ],
    { env },
  );
  expect(JSON.parse(await readFile(answer, 'utf8'))).toMatchObject([{ status: 'duplicate' }]);
});
