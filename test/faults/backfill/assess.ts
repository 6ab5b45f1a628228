import { type DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import {
  type GatheredFiles,
  type PartRecord,
  type Staging,
  stagingKeys,
} from '@groundcrew/inventory/backfill';
import type { LocalAws, PublishedMessage } from '@groundcrew/local';
import { shelfOf } from '../oracle.ts';
import { type PlacedFile, sequentialTable } from './oracle.ts';
import type { BackfillScenario } from './scenario.ts';

export interface Assessed {
  /** What is not as was promised, one sentence each. */
  readonly differences: readonly string[];
  readonly counts: AssessedCounts;
}

/** How much there was to compare. */
export interface AssessedCounts {
  /** Shelves that the backfill put, and that the table had newer. */
  readonly written: number;
  readonly declined: number;
  /** Alerts of shelves that the backfill emptied. */
  readonly alerted: number;
  /** Writes of empty shelves that changed nothing but their time. */
  readonly guardOnly: number;
}

export interface AssessDeps {
  readonly local: LocalAws;
  /** The messages of the alerts. */
  readonly alerts: readonly PublishedMessage[];
  readonly staging: Staging;
  readonly name: string;
  readonly dynamodb: DynamoDBClient;
}

type Image = Readonly<Record<string, { readonly S?: string; readonly N?: string }>>;

/** One write of the table, as its stream recorded it. */
interface Change {
  readonly shelf: string;
  readonly before: Image | undefined;
  readonly after: Image;
}

const MAX_DIFFERENCES = 10;

/** Compares the end with what was promised. */
export async function assess(
  scenario: BackfillScenario,
  placed: readonly PlacedFile[],
  deps: AssessDeps,
): Promise<Assessed> {
  const changes = deps.local.streamRecords('InventoryTable').map(({ dynamodb }) => {
    const { Store, Item } = dynamodb.Keys as Image;
    return {
      shelf: shelfOf(Store!.S!, Item!.S!),
      before: dynamodb.OldImage as Image | undefined,
      after: dynamodb.NewImage as Image,
    };
  });
  const accounts = await accountsOf(scenario, deps);
  return {
    differences: [
      ...compareTables(sequentialTable(placed), await readTable(deps)),
      ...stepsBack(changes),
      ...writtenTwice(changes),
      ...compareAlerts(changes, deps.alerts, scenario.alerts),
      ...accounts.differences,
    ].slice(0, MAX_DIFFERENCES),
    counts: {
      ...accounts.counts,
      alerted: scenario.alerts ? changes.filter((each) => isEmptied(each) && isOfBackfill(each)).length : 0,
      guardOnly: changes.filter(({ before, after }) => after.Count?.N === '0' && before?.Count?.N === '0')
        .length,
    },
  };
}

async function readTable({ dynamodb, local }: AssessDeps): Promise<Map<string, number>> {
  const table = new Map<string, number>();
  const TableName = local.resources.tableName('InventoryTable');
  for await (const { Items = [] } of paginateScan(
    { client: dynamodb },
    { TableName, ConsistentRead: true },
  )) {
    for (const { Store, Item, Count } of Items) table.set(shelfOf(Store!.S!, Item!.S!), Number(Count!.N));
  }
  return table;
}

function compareTables(expected: ReadonlyMap<string, number>, found: ReadonlyMap<string, number>): string[] {
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((shelf) => expected.get(shelf) !== found.get(shelf))
    .map((shelf) => `${shelf}: ${found.get(shelf) ?? 'none'}, not ${expected.get(shelf) ?? 'none'}`);
}

function stepsBack(changes: readonly Change[]): string[] {
  return changes
    .filter(({ before, after }) => {
      const [old, own] = [before?.FileTime?.S ?? '', after.FileTime?.S ?? ''];
      return Buffer.compare(Buffer.from(own), Buffer.from(old)) < 0;
    })
    .map(({ shelf, after }) => `${shelf} went back to ${after.FileTime?.S}`);
}

/** What is not below `live/` was written by the backfill. */
function isOfBackfill({ after }: Change): boolean {
  return after.FileTime?.S?.includes('/old/') === true;
}

function writtenTwice(changes: readonly Change[]): string[] {
  const times = new Map<string, number>();
  for (const change of changes.filter(isOfBackfill)) {
    times.set(change.shelf, (times.get(change.shelf) ?? 0) + 1);
  }
  return [...times].flatMap(([shelf, count]) =>
    count > 1 ? [`the backfill changed ${shelf} ${count} times`] : [],
  );
}

/** Not one that was empty before: with `every-zero`, too, a shelf that gets nothing but another time is not news. */
function isEmptied({ before, after }: Change): boolean {
  return after.Count?.N === '0' && before?.Count?.N !== '0';
}

/** Each time that a shelf became empty is one alert, but none for what a quiet backfill wrote. */
function compareAlerts(
  changes: readonly Change[],
  messages: readonly PublishedMessage[],
  alerts: boolean,
): string[] {
  const expected = new Map<string, number>();
  for (const change of changes) {
    const { after } = change;
    if (!isEmptied(change)) continue;
    if (!alerts && isOfBackfill(change)) continue;
    const text = `${after.Store!.S} is out of stock of ${after.Item!.S}`;
    expected.set(text, (expected.get(text) ?? 0) + 1);
  }
  const once = new Map(messages.map(({ attributes, message }) => [attributes.dedupeKey ?? '', message]));
  const found = new Map<string, number>();
  for (const [key, message] of once) {
    for (const line of key.startsWith('digest:') ? message.split('\n') : [message]) {
      found.set(line, (found.get(line) ?? 0) + 1);
    }
  }
  return [...new Set([...expected.keys(), ...found.keys()])]
    .filter((text) => expected.get(text) !== found.get(text))
    .map((text) => `alerts "${text}": ${found.get(text) ?? 0}, not ${expected.get(text) ?? 0}`);
}

/** Each file is read or reported, each row of it rejected, superseded or written. */
async function accountsOf(
  { old }: BackfillScenario,
  { staging, name }: AssessDeps,
): Promise<{ differences: string[]; counts: Pick<AssessedCounts, 'written' | 'declined'> }> {
  const keys = stagingKeys(name);
  const gathered = JSON.parse((await staging.getText(keys.gathered))!) as GatheredFiles;
  const records = await Promise.all(
    (await staging.list(keys.partRecords)).map(
      async (key) => JSON.parse((await staging.getText(key))!) as PartRecord,
    ),
  );
  const good = old.filter(({ isBroken }) => !isBroken);
  const shelves = new Set(good.flatMap(({ rows }) => rows.map(({ store, item }) => shelfOf(store, item))));
  const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
  const expected = {
    files: good.length,
    failedFiles: old.length - good.length,
    rejected: sum(good.map(({ badLines }) => badLines)),
    rows: sum(good.map(({ rows, badLines }) => rows.length + badLines)),
    shelves: shelves.size,
    settled: shelves.size,
  };
  const counts = {
    written: sum(records.map(({ written }) => written)),
    declined: sum(records.map(({ declined }) => declined)),
  };
  const { files, failedFiles, rejected, rows } = gathered;
  const found = {
    files,
    failedFiles,
    rejected,
    rows,
    shelves: sum(records.map((record) => record.shelves)),
    settled: counts.written + counts.declined,
  };
  const isSame = JSON.stringify(found) === JSON.stringify(expected);
  return {
    differences: isSame ? [] : [`accounts: ${JSON.stringify(found)}, not ${JSON.stringify(expected)}`],
    counts,
  };
}
