import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type BuiltFunction, buildBundle } from '@groundcrew/functions/build';
import { builtFunctions } from '@groundcrew/functions/built';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';

const run = promisify(execFile);
const fileOf = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

/** What is started cold: a function of this project, or the bare SDK clients beside it. */
interface Contender {
  readonly name: string;
  readonly bundle: BuiltFunction;
  /** The event of one start; every start has its own key. */
  readonly event: (key: string) => unknown;
}

interface Sample {
  readonly importMs: number;
  /** More exact than the time that passed where the machine is busy. */
  readonly importProcessorMs: number;
  readonly firstInvokeMs: number;
}

/**
 * Cold start of each function beside a handler with nothing but the SDK clients that the function starts
 * with, bundled the same way and making the same calls. Each start is a process of its own; the contenders
 * take turns; the figures are medians. The calls go to the embedded AWS in this process.
 */
export async function benchColdStart({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-cold-start-'));
  // The tables, buckets and topics alone: the functions are started by hand.
  const local = await startLocal({ stack: { ...stack, functions: [] } });
  try {
    const pairs = await prepare(folder, local);
    const rows: BenchRow[] = [];
    for (const [ours, bare] of pairs) {
      printLine(`${ours.name} …`);
      rows.push(...compare(ours, bare, await measure([ours, bare], local, short ? 3 : 21)));
    }
    return rows;
  } finally {
    await local.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function prepare(folder: string, local: LocalAws): Promise<[Contender, Contender][]> {
  const bucket = local.resources.bucketName('StockBucket');
  const [load, alert, lookup] = await builtFunctions(['load-inventory', 'alert-no-stock', 'lookup-instance']);
  const bare = (name: string) => buildBundle(name, fileOf(`${name}.ts`), join(folder, name));
  return [
    [
      {
        name: 'load-inventory',
        bundle: load!,
        event: (key) => uploadEvent(bucket, key),
      },
      {
        name: 'bare DynamoDB and S3 clients',
        bundle: await bare('bare-load'),
        event: (key) => ({ bucket, key }),
      },
    ],
    [
      { name: 'alert-no-stock', bundle: alert!, event: emptyShelfEvent },
      { name: 'bare DynamoDB and SNS clients', bundle: await bare('bare-alert'), event: (key) => ({ key }) },
    ],
    [
      {
        name: 'lookup-instance',
        bundle: lookup!,
        event: () => ({ name: 'nobody' }),
      },
      { name: 'bare EC2 client', bundle: await bare('bare-lookup'), event: () => ({}) },
    ],
  ];
}

async function measure(contenders: readonly Contender[], local: LocalAws, rounds: number) {
  const samples = new Map<Contender, Sample[]>(contenders.map((contender) => [contender, []]));
  const s3 = new S3Client({ ...clientSettings(local), forcePathStyle: true });
  const Bucket = local.resources.bucketName('StockBucket');
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      const key = `${contender.bundle.name}-${round}.csv`;
      await s3.send(
        new PutObjectCommand({ Bucket, Key: key, Body: 'store,item,count\nBerlin,Echo Plus,0\n' }),
      );
      samples.get(contender)!.push(await startCold(contender, key, local));
    }
  }
  s3.destroy();
  return samples;
}

async function startCold({ bundle, event }: Contender, key: string, local: LocalAws): Promise<Sample> {
  const { resources } = local;
  const module = pathToFileURL(join(bundle.directory, 'index.mjs')).href;
  const { stderr } = await run(
    process.execPath,
    [fileOf('measure-once.ts'), module, JSON.stringify(event(key))],
    {
      env: {
        ...local.environment(),
        INVENTORY_TABLE: resources.tableName('InventoryTable'),
        LEDGER_TABLE: resources.tableName('LedgerTable'),
        ALERTS_TABLE: resources.tableName('AlertsTable'),
        REJECTS_BUCKET: resources.bucketName('RejectsBucket'),
        NO_STOCK_TOPIC_ARN: resources.topicArn('NoStockTopic'),
      },
    },
  );
  return JSON.parse(stderr.trim().split('\n').at(-1) ?? '') as Sample;
}

function compare(
  ours: Contender,
  bare: Contender,
  samples: ReadonlyMap<Contender, readonly Sample[]>,
): BenchRow[] {
  const figure = (contender: Contender, of: keyof Sample): number =>
    median((samples.get(contender) ?? []).map((sample) => sample[of]));
  const rows: BenchRow[] = [];
  const add = (
    what: string,
    unit: string,
    value: number,
    against: number,
    extra: Partial<BenchRow> = {},
  ): void => {
    rows.push(
      { name: `${ours.name}: ${what}`, value, unit, ratio: value / against, against: bare.name, ...extra },
      { name: `${bare.name}: ${what}`, value: against, unit },
    );
  };
  const kib = ({ bundle }: Contender): number => bundle.entryBytes / 1024;
  add('loaded at start', 'KiB', kib(ours), kib(bare));
  for (const [what, of] of [
    ['import', 'importMs'],
    ['import, processor time', 'importProcessorMs'],
  ] as const) {
    const [value, against] = [figure(ours, of), figure(bare, of)];
    add(what, 'ms', value, against, { target: '≤ 1.3 ×', met: value / against <= 1.3 });
  }
  add('first invoke', 'ms', figure(ours, 'firstInvokeMs'), figure(bare, 'firstInvokeMs'));
  return rows;
}

function clientSettings(local: LocalAws) {
  return {
    endpoint: local.endpoint,
    region: local.region,
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  };
}

function uploadEvent(bucket: string, key: string): unknown {
  return {
    Records: [
      {
        eventVersion: '2.1',
        eventSource: 'aws:s3',
        awsRegion: 'us-east-1',
        eventTime: '2026-01-01T00:00:00.000Z',
        eventName: 'ObjectCreated:Put',
        s3: { bucket: { name: bucket }, object: { key, size: 39, sequencer: '0055AED6DCD90281E5' } },
      },
    ],
  };
}

function emptyShelfEvent(key: string): unknown {
  const Keys = { Store: { S: 'Berlin' }, Item: { S: key } };
  return {
    Records: [
      {
        eventID: key,
        eventName: 'INSERT',
        eventSource: 'aws:dynamodb',
        eventSourceARN: 'arn:aws:dynamodb:us-east-1:000000000000:table/Inventory/stream/2026',
        dynamodb: {
          Keys,
          NewImage: { ...Keys, Count: { N: '0' } },
          SequenceNumber: '100000000000000000001',
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
      },
    ],
  };
}
