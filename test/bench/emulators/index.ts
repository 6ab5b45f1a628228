import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';
import { type Contender, prepareContenders } from './contenders.ts';
import { peakMemoryMib } from './tree-memory.ts';
import { connect, rateOf, type Wire } from './wire.ts';

const OBJECT_BYTES = 10_000;
const BATCH = 25;

interface Figures {
  /** From the start of the process to the first answer, in milliseconds. */
  readonly startMs: number;
  readonly puts: number;
  readonly gets: number;
  readonly rows: number;
  readonly peakMib: number | undefined;
}

type Kind = keyof Figures;

const kinds: readonly {
  readonly kind: Kind;
  readonly name: string;
  readonly unit: string;
  readonly less?: boolean;
}[] = [
  { kind: 'startMs', name: 'start, to the first answer', unit: 'ms', less: true },
  { kind: 'puts', name: 'put of 10 kB', unit: 'objects/s' },
  { kind: 'gets', name: 'get of 10 kB', unit: 'objects/s' },
  { kind: 'rows', name: 'BatchWriteItem', unit: 'rows/s' },
  { kind: 'peakMib', name: 'peak memory', unit: 'MiB', less: true },
];

/** The embedded AWS beside moto and MiniStack: each in a process of its own, in turn, and the same calls to each. */
export async function benchEmulators(options: BenchOptions): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-emulators-'));
  try {
    return await compare(await prepareContenders(folder, options.printLine), options);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function compare(
  contenders: readonly Contender[],
  { short, printLine }: BenchOptions,
): Promise<BenchRow[]> {
  const sizes = short ? { objects: 50, rows: 500 } : { objects: 2_000, rows: 20_000 };
  const rounds = short ? 1 : 3;
  const measured = new Map<string, Figures[]>(contenders.map(({ name }) => [name, []]));
  // Compiled modules are cached from the first start on.
  for (const { start } of contenders) await (await start()).stop();
  for (let round = 0; round < rounds; round++) {
    for (const contender of contenders) {
      printLine(`emulators: round ${round + 1} of ${rounds}, ${contender.name}`);
      measured.get(contender.name)!.push(await measure(contender, sizes));
    }
  }
  const [ours = ''] = measured.keys();
  return kinds.flatMap(({ kind, name, unit, less }) => {
    const values = [...measured].map(
      ([contender, figures]) => [contender, median(figures.map((each) => each[kind] ?? Number.NaN))] as const,
    );
    const own = values.find(([contender]) => contender === ours)![1];
    return values
      .filter(([, value]) => !Number.isNaN(value))
      .map(([contender, value]): BenchRow => {
        const row = { name: `${name}: ${contender}`, value, unit };
        if (contender.startsWith(ours)) return row;
        const met = less === true ? own < value : own > value;
        return { ...row, ratio: value / own, against: ours, target: `${ours} ahead`, met };
      });
  });
}

async function measure(
  contender: Contender,
  { objects, rows }: { readonly objects: number; readonly rows: number },
): Promise<Figures> {
  const begin = performance.now();
  const server = await contender.start();
  const wire = connect(server.endpoint);
  try {
    await wire.send({ service: 's3', method: 'GET', path: '/' });
    const startMs = performance.now() - begin;
    await wire.send({ service: 's3', method: 'PUT', path: '/bench' });
    const body = Buffer.alloc(OBJECT_BYTES, 'stock');
    const puts = await rateOf(objects, async (index) => {
      await wire.send({ service: 's3', method: 'PUT', path: `/bench/object-${index}`, body });
    });
    const gets = await rateOf(objects, async (index) => {
      const got = await wire.send({ service: 's3', method: 'GET', path: `/bench/object-${index}` });
      if (!got.equals(body)) throw new Error(`object-${index} of ${contender.name} is another one`);
    });
    const written = await writeRows(wire, rows);
    return { startMs, puts, gets, rows: written, peakMib: peakMemoryMib(server.pid) };
  } finally {
    wire.close();
    await server.stop();
  }
}

/** Returns the rows stored in a second; all of them have to be there in the end. */
async function writeRows(wire: Wire, rows: number): Promise<number> {
  const TableName = 'Inventory';
  const call = async (operation: string, input: object): Promise<Record<string, unknown>> =>
    JSON.parse(
      String(
        await wire.send({
          service: 'dynamodb',
          method: 'POST',
          path: '/',
          operation,
          body: JSON.stringify(input),
        }),
      ),
    );
  await call('CreateTable', {
    TableName,
    BillingMode: 'PAY_PER_REQUEST',
    AttributeDefinitions: ['Store', 'Item'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    KeySchema: [
      { AttributeName: 'Store', KeyType: 'HASH' },
      { AttributeName: 'Item', KeyType: 'RANGE' },
    ],
  });
  const batches = await rateOf(rows / BATCH, async (index) => {
    const puts = Array.from({ length: BATCH }, (_, offset) => {
      const row = index * BATCH + offset;
      return {
        PutRequest: {
          Item: {
            Store: { S: `Store ${row % 50}` },
            Item: { S: `Item ${row}` },
            Count: { N: String(row % 90) },
          },
        },
      };
    });
    const { UnprocessedItems = {} } = await call('BatchWriteItem', { RequestItems: { [TableName]: puts } });
    if (Object.keys(UnprocessedItems as object).length > 0) throw new Error('rows were left unprocessed');
  });
  let stored = 0;
  for (let ExclusiveStartKey: unknown; ;) {
    const page = await call('Scan', { TableName, Select: 'COUNT', ExclusiveStartKey });
    stored += page['Count'] as number;
    ExclusiveStartKey = page['LastEvaluatedKey'];
    if (ExclusiveStartKey === undefined) break;
  }
  if (stored !== rows) throw new Error(`${stored} rows are stored instead of ${rows}`);
  return batches * BATCH;
}
