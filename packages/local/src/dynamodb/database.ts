import { GroundcrewError } from '@groundcrew/errors';
import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import { writeUnits } from './capacity.ts';
import { type Change, openDatabaseJournal, type SavedExtras } from './database-journal.ts';
import { type Item, sameItem } from './item.ts';
import type { JsonObject } from '../json-object.ts';
import { storedKey } from './keys.ts';
import { createStore, type Store } from './store.ts';
import { createStream, type Stream } from './stream.ts';
import type { StreamRecord, StreamViewType } from './stream-record.ts';
import type { IndexDescription, TableDescription } from './table-schema.ts';

/** A table's settings beside its description. */
export interface TableExtras {
  stream?: Stream;
  ttlAttribute?: string;
  pointInTimeRecovery: boolean;
}

/** A write of one item: what is there afterwards, `undefined` for nothing. */
export interface ItemWrite {
  readonly table: string;
  readonly key: string;
  readonly item: Item | undefined;
}

/** A change of a table's settings; what is left out stays. */
export interface SettingsChange {
  readonly ttlAttribute?: string | null;
  readonly pointInTimeRecovery?: boolean;
  /** Starts a stream; `null` ends it. */
  readonly stream?: StreamViewType | null;
}

/** Tables with their streams: the store, and every change of it in the commit log. Nothing is applied before it is in the journal. */
export interface Database {
  readonly store: Store;
  extras(table: string): TableExtras;
  /** All readable streams, including ended ones. */
  streams(): readonly Stream[];
  stream(arn: string): Stream | undefined;
  /** Carries out writes of different items as one unit. @throws AwsError if they can't be stored; then none is carried out. */
  write(
    writes: readonly ItemWrite[],
    options?: { readonly expired?: boolean; readonly isTransaction?: boolean },
  ): void;
  /** Creates or changes a table. @throws AwsError `ValidationException` for a second stream */
  setTable(description: TableDescription, settings?: SettingsChange): void;
  deleteTable(name: string): void;
  close(): void;
  /** What `DescribeTable` returns. */
  describe(table: string): JsonObject;
}

export interface DatabaseOptions {
  readonly region: string;
  readonly clock: Clock;
  /** Folder of the journal; omitted: in memory only. */
  readonly dataDir?: string;
  /** Called for writes that were carried out, with the capacity units that they took of a table. */
  readonly onWritten?: (table: string, units: number) => void;
}

/**
 * The stream of a table, including a disabled one.
 *
 * @throws GroundcrewError `local.stream.missing`
 */
export function streamOf(database: Database, table: string): Stream {
  const { stream } = database.extras(table);
  if (stream) return stream;
  throw new GroundcrewError('local.stream.missing', `table ${table} has no stream; enable one`);
}

/**
 * The database as stored in `dataDir`; an empty one if there is none.
 *
 * Acknowledged writes survive a crash of this program: items, settings, and the records of the streams.
 * A crash of the machine may lose what the system had not flushed to disk. Tags are not stored.
 */
export function createDatabase({ region, clock, dataDir, onWritten }: DatabaseOptions): Database {
  const tables = new Map<string, TableExtras>();
  const streams = new Map<string, Stream>();
  const store = createStore();

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

  function* snapshot(): Generator<Change> {
    for (const [name, table] of store.tables.entries()) {
      const state = tables.get(name)!;
      yield { type: 'table', name, table, extras: toSavedExtras(state) };
      for (const [key, item] of store.itemsOf(name).entries()) yield { type: 'item', table: name, key, item };
      const records = state.stream?.shards.flatMap((shard) => shard.records) ?? [];
      for (const record of records.sort((a, b) => a.ordinal - b.ordinal)) {
        yield { type: 'record', table: name, record: toPlainRecord(record), applied: true };
      }
    }
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
        tables.get(change.name)?.stream?.close();
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

  const journal = openDatabaseJournal(dataDir, { replay: apply, snapshot });
  keysByFormerKey.clear();

  function savedStream(table: string, change: StreamViewType | null | undefined): SavedExtras['stream'] {
    const current = tables.get(table)?.stream;
    const saved = current && savedStreamOf(current);
    if (change === undefined) return saved;
    if (change === null) return saved && { ...saved, closed: true };
    if (current && !current.closed) {
      throw new AwsError(
        400,
        'ValidationException',
        `Table already has an enabled stream: TableName: ${table}`,
      );
    }
    // Its creation time is its name: two in one millisecond are distinguished by it.
    const createdAt = Math.max(clock.now(), (current?.createdAt ?? 0) + 1);
    return { viewType: change, createdAt, after: current?.newest() ?? 0, closed: false };
  }

  return {
    store,
    extras,
    streams: () => [...streams.values()],
    stream: (arn) => streams.get(arn),
    write(writes, { expired = false, isTransaction = false } = {}) {
      const at = clock.now();
      const units = new Map<string, number>();
      const newest = new Map<string, number>();
      const changes: Change[] = [];
      const records: { readonly stream: Stream; readonly record: StreamRecord }[] = [];
      for (const { table, key, item } of writes) {
        const old = store.itemsOf(table).read(key);
        units.set(table, (units.get(table) ?? 0) + writeUnits(old, item) * (isTransaction ? 2 : 1));
        // AWS writes no record for a write that changes nothing.
        if (old === item || (old && item && sameItem(old, item))) continue;
        const stream = tables.get(table)?.stream;
        if (stream && !stream.closed) {
          const ordinal = (newest.get(table) ?? stream.newest()) + 1;
          newest.set(table, ordinal);
          const record: StreamRecord = { ordinal, key, old, item, at, expired };
          records.push({ stream, record });
          if (dataDir !== undefined) changes.push({ type: 'record', table, record: toPlainRecord(record) });
        } else if (dataDir !== undefined) {
          changes.push({ type: 'item', table, key, ...(item && { item }) });
        }
      }
      journal.append(...changes);
      for (const { table, key, item } of writes) store.itemsOf(table).write(key, item);
      for (const { stream, record } of records) stream.append(record);
      // What expires is deleted without consuming anything.
      if (!expired) for (const [table, taken] of units) onWritten?.(table, taken);
    },
    setTable(description, { ttlAttribute, pointInTimeRecovery, stream: streamChange } = {}) {
      const name = description.TableName;
      const current = tables.get(name);
      const ttl = ttlAttribute === undefined ? current?.ttlAttribute : (ttlAttribute ?? undefined);
      const stream = savedStream(name, streamChange);
      const change: Change = {
        type: 'table',
        name,
        table: description,
        extras: {
          pointInTimeRecovery: pointInTimeRecovery ?? current?.pointInTimeRecovery ?? false,
          ...(ttl !== undefined && { ttlAttribute: ttl }),
          ...(stream && { stream }),
        },
      };
      journal.append(change);
      apply(change);
    },
    deleteTable(name) {
      journal.append({ type: 'table-deleted', name });
      apply({ type: 'table-deleted', name });
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
    ...(stream && { stream: savedStreamOf(stream) }),
  };
}

function savedStreamOf(stream: Stream): NonNullable<SavedExtras['stream']> {
  return {
    viewType: stream.facts.viewType,
    createdAt: stream.createdAt,
    after: stream.shards[0]!.firstOrdinal - 1,
    closed: stream.closed,
  };
}

function toPlainRecord({ old, item, ...rest }: StreamRecord) {
  return { ...rest, ...(old && { old }), ...(item && { item }) };
}
