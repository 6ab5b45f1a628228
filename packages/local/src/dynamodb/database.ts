import { GroundcrewError } from '@groundcrew/errors';
import type { Clock } from '../clock.ts';
import { AwsError } from '../service.ts';
import type { JsonObject, TableDescription } from './dynalite.ts';
import { type Item, sameItem } from './item.ts';
import { createStore, type Store } from './store.ts';
import { createStream, type Stream } from './stream.ts';
import type { StreamViewType } from './stream-record.ts';

/** What dynalite does not know of a table. */
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
  /** What `DescribeTable` says. */
  describe(table: string): JsonObject;
}

export interface DatabaseOptions {
  readonly region: string;
  readonly accountId: string;
  readonly clock: Clock;
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

/** An empty database. */
export function createDatabase({ region, accountId, clock }: DatabaseOptions): Database {
  const tables = new Map<string, TableExtras>();
  const streams = new Map<string, Stream>();
  let expiring = false;

  const store = createStore({ region, accountId, onItem, onTable });

  function onItem(table: string, key: string, old: Item | undefined, item: Item | undefined): void {
    const stream = tables.get(table)?.stream;
    if (!stream || stream.closed) return;
    // AWS writes no record for a write that changes nothing.
    if (old && item && sameItem(old, item)) return;
    stream.append({ key, old, item, at: clock.now(), expired: expiring });
  }

  function onTable(name: string, table: TableDescription | undefined): void {
    if (table === undefined || table.TableStatus === 'DELETING') {
      tables.get(name)?.stream?.close();
      tables.delete(name);
    } else if (!tables.has(name)) {
      tables.set(name, { pointInTimeRecovery: false });
    }
  }

  function extras(table: string): TableExtras {
    store.table(table);
    return tables.get(table)!;
  }

  return {
    store,
    extras,
    streams: () => [...streams.values()],
    stream: (arn) => streams.get(arn),
    startStream(table, viewType) {
      const description = store.table(table);
      const state = extras(table);
      if (state.stream && !state.stream.closed) {
        throw new AwsError(
          400,
          'ValidationException',
          `Table already has an enabled stream: TableName: ${table}`,
        );
      }
      const stream = createStream({
        table,
        tableArn: description.TableArn,
        region,
        viewType,
        keyNames: description.KeySchema.map(({ AttributeName }) => AttributeName),
        createdAt: clock.now(),
        ...(state.stream && { after: state.stream.newest() }),
      });
      state.stream = stream;
      streams.set(stream.facts.arn, stream);
      return stream;
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
      return {
        ...store.table(table),
        ItemCount: store.itemsOf(table).size,
        ...(stream && {
          LatestStreamArn: stream.facts.arn,
          LatestStreamLabel: stream.label,
          ...(!stream.closed && {
            StreamSpecification: { StreamEnabled: true, StreamViewType: stream.facts.viewType },
          }),
        }),
      };
    },
  };
}
