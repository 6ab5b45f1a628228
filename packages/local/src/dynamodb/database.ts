import { GroundcrewError } from '@groundcrew/errors';
import type { Clock } from '../clock.ts';
import type { Journal } from '../journal.ts';
import { AwsError } from '../service.ts';
import { type Change, openDatabaseJournal, type SavedExtras } from './database-journal.ts';
import { type Item, sameItem } from './item.ts';
import { storedKey } from './keys.ts';
import { createStore, type Store } from './store.ts';
import { createStream, type Stream } from './stream.ts';
import type { StreamRecord, StreamViewType } from './stream-record.ts';
import type { IndexDescription, JsonObject, TableDescription } from './table-schema.ts';

/** A table's settings beside its description. */
export interface TableExtras {
  stream?: Stream;
  ttlAttribute?: string;
  pointInTimeRecovery: boolean;
}

/** Tables with their streams: the store, and every change of it in the commit log. */
export interface Database {
  readonly store: Store;
  extras(table: string): TableExtras;
  /** Every stream that can still be read, ended ones too. */
  streams(): readonly Stream[];
  stream(arn: string): Stream | undefined;
  startStream(table: string, viewType: StreamViewType): Stream;
  stopStream(table: string): void;
  /** Deletes an item whose time is over; its record says who did it. */
  expire(table: string, key: string): void;
  /** To be called after a table's settings were changed: they are kept. */
  persistTable(table: string): void;
  close(): void;
  /** What `DescribeTable` says. */
  describe(table: string): JsonObject;
}

export interface DatabaseOptions {
  readonly region: string;
  readonly clock: Clock;
  /** Folder in which it is kept; left out: in memory. */
  readonly dataDir?: string;
}

/**
 * The stream of a table, also one that was turned off.
 *
 * @throws GroundcrewError `local.stream.missing`
 */
export function streamOf(database: Database, table: string): Stream {
  const { stream } = database.extras(table);
  if (stream) return stream;
  throw new GroundcrewError('local.stream.missing', `table ${table} has no stream; turn one on`);
}

/**
 * The database as it was left in `dataDir`; an empty one where there is nothing.
 *
 * What was answered before a crash of this program is kept: items, settings, and the records of the streams.
 * A crash of the machine may lose what it had not yet written to its disk. Tags are not kept.
 */
export function createDatabase({ region, clock, dataDir }: DatabaseOptions): Database {
  const tables = new Map<string, TableExtras>();
  const streams = new Map<string, Stream>();
  let expiring = false;
  let journal: Journal<Change> | undefined;

  const store = createStore({ onItem, onTable });

  function onItem(table: string, key: string, old: Item | undefined, item: Item | undefined): void {
    if (!journal) return;
    // AWS writes no record for a write that changes nothing.
    if (old && item && sameItem(old, item)) return;
    const stream = tables.get(table)?.stream;
    if (stream && !stream.closed) {
      const record = stream.append({ key, old, item, at: clock.now(), expired: expiring });
      if (dataDir !== undefined) journal.append({ type: 'record', table, record: toPlainRecord(record) });
    } else if (dataDir !== undefined) {
      journal.append({ type: 'item', table, key, ...(item && { item }) });
    }
  }

  function onTable(name: string, table: TableDescription | undefined): void {
    if (!journal) return;
    if (table === undefined || table.TableStatus === 'DELETING') {
      if (!tables.has(name)) return;
      tables.get(name)?.stream?.close();
      tables.delete(name);
      journal.append({ type: 'table-deleted', name });
    } else {
      if (!tables.has(name)) tables.set(name, { pointInTimeRecovery: false });
      persistTable(name);
    }
  }

  function persistTable(name: string): void {
    journal?.append({ type: 'table', name, table: store.table(name), extras: toSavedExtras(extras(name)) });
  }

  function extras(table: string): TableExtras {
    store.table(table);
    return tables.get(table)!;
  }

  function openStream(table: string, viewType: StreamViewType, createdAt: number, after: number): Stream {
    const description = store.table(table);
    const stream = createStream({
      table,
      tableArn: description.TableArn,
      region,
      viewType,
      keyNames: description.KeySchema.map(({ AttributeName }) => AttributeName),
      createdAt,
      after,
    });
    tables.get(table)!.stream = stream;
    streams.set(stream.facts.arn, stream);
    return stream;
  }

  function replay(changes: readonly Change[]): Change[] {
    for (const change of changes) apply(change);
    const compacted: Change[] = [];
    for (const [name, table] of store.tables.entries()) {
      const state = tables.get(name)!;
      compacted.push({ type: 'table', name, table, extras: toSavedExtras(state) });
      for (const [key, item] of store.itemsOf(name).entries()) {
        compacted.push({ type: 'item', table: name, key, item });
      }
      const records = state.stream?.shards.flatMap((shard) => shard.records) ?? [];
      for (const record of records.sort((a, b) => a.ordinal - b.ordinal)) {
        compacted.push({ type: 'record', table: name, record: toPlainRecord(record), applied: true });
      }
    }
    return compacted;
  }

  // Version 0.1 wrote keys in another form: an item's key is made again, and a deletion finds it by the old one.
  const keysByFormerKey = new Map<string, string>();

  function currentKey(table: string, written: string, item: Item | undefined): string {
    const former = `${table} ${written}`;
    if (!item) return keysByFormerKey.get(former) ?? written;
    const key = storedKey(item, store.schema(table).key);
    if (key !== written) keysByFormerKey.set(former, key);
    return key;
  }

  function apply(change: Change): void {
    switch (change.type) {
      case 'table': {
        const { stream, ...rest } = change.extras;
        const current = tables.get(change.name)?.stream;
        store.tables.write(change.name, { ...change.table, TableStatus: 'ACTIVE' });
        store.rebuildIndexes(change.name);
        tables.set(change.name, { ...rest, ...(current && { stream: current }) });
        if (stream && current?.createdAt !== stream.createdAt) {
          openStream(change.name, stream.viewType, stream.createdAt, stream.after);
        }
        if (stream?.closed) tables.get(change.name)!.stream!.close();
        return;
      }
      case 'table-deleted':
        store.tables.write(change.name, undefined);
        store.dropItems(change.name);
        tables.delete(change.name);
        return;
      case 'item':
        store.itemsOf(change.table).write(currentKey(change.table, change.key, change.item), change.item);
        return;
      case 'record': {
        const { ordinal, old, item, at, expired } = change.record;
        const key = currentKey(change.table, change.record.key, item ?? old);
        if (!change.applied) store.itemsOf(change.table).write(key, item);
        tables.get(change.table)?.stream?.restore({ ordinal, key, old, item, at, expired });
        return;
      }
    }
  }

  journal = openDatabaseJournal(dataDir, replay);

  return {
    store,
    extras,
    streams: () => [...streams.values()],
    stream: (arn) => streams.get(arn),
    persistTable,
    startStream(table, viewType) {
      const { stream } = extras(table);
      if (stream && !stream.closed) {
        throw new AwsError(
          400,
          'ValidationException',
          `Table already has an enabled stream: TableName: ${table}`,
        );
      }
      return openStream(table, viewType, clock.now(), stream?.newest() ?? 0);
    },
    stopStream(table) {
      extras(table).stream?.close();
    },
    expire(table, key) {
      expiring = true;
      try {
        store.itemsOf(table).write(key, undefined);
      } finally {
        expiring = false;
      }
    },
    describe(table) {
      const { stream } = extras(table);
      const description = store.table(table);
      return {
        ...description,
        ...describeSizes(store, table, description),
        ...(stream && {
          LatestStreamArn: stream.facts.arn,
          LatestStreamLabel: stream.label,
          ...(!stream.closed && {
            StreamSpecification: { StreamEnabled: true, StreamViewType: stream.facts.viewType },
          }),
        }),
      };
    },
    close() {
      for (const stream of streams.values()) stream.close();
      journal.close();
    },
  };
}

/** AWS counts about every six hours; here at each call, since tables are small. */
function describeSizes(store: Store, table: string, description: TableDescription): JsonObject {
  const items = store.itemsOf(table);
  const withCount = (index: IndexDescription) => ({
    ...index,
    ItemCount: store.index(table, index.IndexName).size,
    IndexSizeBytes: 0,
  });
  const { GlobalSecondaryIndexes, LocalSecondaryIndexes } = description;
  return {
    ItemCount: items.size,
    TableSizeBytes: 0,
    ...(GlobalSecondaryIndexes && { GlobalSecondaryIndexes: GlobalSecondaryIndexes.map(withCount) }),
    ...(LocalSecondaryIndexes && { LocalSecondaryIndexes: LocalSecondaryIndexes.map(withCount) }),
  };
}

function toSavedExtras({ stream, ttlAttribute, pointInTimeRecovery }: TableExtras): SavedExtras {
  return {
    pointInTimeRecovery,
    ...(ttlAttribute !== undefined && { ttlAttribute }),
    ...(stream && {
      stream: {
        viewType: stream.facts.viewType,
        createdAt: stream.createdAt,
        after: stream.shards[0]!.firstOrdinal - 1,
        closed: stream.closed,
      },
    }),
  };
}

function toPlainRecord({ old, item, ...rest }: StreamRecord) {
  return { ...rest, ...(old && { old }), ...(item && { item }) };
}
