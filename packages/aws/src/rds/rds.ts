import {
  DescribeDBClustersCommand,
  DescribeDBInstancesCommand,
  type RDSClient,
  StartDBClusterCommand,
  StartDBInstanceCommand,
  StopDBClusterCommand,
  StopDBInstanceCommand,
} from '@aws-sdk/client-rds';
import { type CallSettings, createCall, type Page, pages, wrapServiceError } from '@groundcrew/aws-core';
import type { GroundcrewError } from '@groundcrew/errors';
import { type CallOptions, sendOptions } from '../call.ts';
import { callOnce } from '../once.ts';
import { createServiceLimiters, type LimiterSettings, type ServiceLimiters } from '../service-limiters.ts';
import type { RdsCluster, RdsInstance } from './model.ts';

export type RdsBucket = 'describe' | 'change';

/** AWS publishes no request rates of RDS: these are assumed, and a throttled call waits and is sent again. */
const rdsBuckets = {
  describe: { capacity: 20, refillPerSecond: 10 },
  change: { capacity: 10, refillPerSecond: 4 },
} as const;

/** All limiters of a process. */
export function createRdsLimiters(settings: LimiterSettings): ServiceLimiters<RdsBucket> {
  return createServiceLimiters<RdsBucket>(rdsBuckets, settings);
}

export interface RdsSettings extends CallSettings<RdsBucket> {
  readonly client: RDSClient;
}

/** What is started and stopped: a DB instance, or a DB cluster with its instances. */
export type RdsKind = 'instance' | 'cluster';

/** Databases of one account in one region. Every call waits for its token. */
export interface Rds {
  /**
   * The DB instances, a page at a time; with `id` only that one, none if there is no such one.
   *
   * @throws GroundcrewError `aws-rds.describe-instances-failed`
   */
  describeInstances(id?: string, options?: CallOptions): AsyncGenerator<readonly RdsInstance[], void>;
  /**
   * The DB clusters, a page at a time; with `id` only that one, none if there is no such one.
   *
   * @throws GroundcrewError `aws-rds.describe-clusters-failed`
   */
  describeClusters(id?: string, options?: CallOptions): AsyncGenerator<readonly RdsCluster[], void>;
  /**
   * Starts one; it is `starting` afterwards. One attempt.
   *
   * @throws GroundcrewError `aws-rds.start-failed` with `details.awsError`, the name of the reason
   */
  start(kind: RdsKind, id: string, options?: CallOptions): Promise<void>;
  /**
   * Stops one, for up to seven days; it is `stopping` afterwards. One attempt.
   *
   * @throws GroundcrewError `aws-rds.stop-failed`, as `start`
   */
  stop(kind: RdsKind, id: string, options?: CallOptions): Promise<void>;
}

/** The largest page there is (API reference of RDS, "DescribeDBInstances" and "DescribeDBClusters", MaxRecords). */
const PAGE_SIZE = 100;
/** What DescribeDBInstances and DescribeDBClusters throw for an identifier that does not exist. */
const NOT_FOUND: ReadonlySet<string> = new Set([
  'DBInstanceNotFoundFault',
  'DBInstanceNotFound',
  'DBClusterNotFoundFault',
]);

export function createRds({ client, ...settings }: RdsSettings): Rds {
  const call = createCall(settings);
  const { limiter } = settings;

  function list<Item>(
    signal: AbortSignal | undefined,
    send: (page: { Marker?: string }) => Promise<Page<Item>>,
    failed: (error: unknown) => GroundcrewError,
  ): AsyncGenerator<readonly Item[], void> {
    return pages<Item>(async (token) => {
      try {
        return await call('describe', signal, () => send(token === undefined ? {} : { Marker: token }));
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof Error && NOT_FOUND.has(error.name)) return { items: [], next: undefined };
        throw failed(error);
      }
    });
  }

  return {
    describeInstances: (id, { signal } = {}) =>
      list<RdsInstance>(
        signal,
        async (page) => {
          const one = id === undefined ? { MaxRecords: PAGE_SIZE } : { DBInstanceIdentifier: id };
          const command = new DescribeDBInstancesCommand({ ...one, ...page });
          const { DBInstances = [], Marker } = await client.send(command, sendOptions(signal));
          return { items: DBInstances, next: Marker || undefined };
        },
        (error) =>
          wrapServiceError(error, {
            code: 'aws-rds.describe-instances-failed',
            doing: 'list the DB instances',
          }),
      ),

    describeClusters: (id, { signal } = {}) =>
      list<RdsCluster>(
        signal,
        async (page) => {
          const one = id === undefined ? { MaxRecords: PAGE_SIZE } : { DBClusterIdentifier: id };
          const command = new DescribeDBClustersCommand({ ...one, ...page });
          const { DBClusters = [], Marker } = await client.send(command, sendOptions(signal));
          return { items: DBClusters, next: Marker || undefined };
        },
        (error) =>
          wrapServiceError(error, {
            code: 'aws-rds.describe-clusters-failed',
            doing: 'list the DB clusters',
          }),
      ),

    async start(kind, id, { signal } = {}) {
      await callOnce(
        limiter,
        'change',
        signal,
        (options) =>
          kind === 'instance'
            ? client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: id }), options)
            : client.send(new StartDBClusterCommand({ DBClusterIdentifier: id }), options),
        (error) =>
          wrapServiceError(error, { code: 'aws-rds.start-failed', doing: `start the DB ${kind} ${id}` }),
      );
    },

    async stop(kind, id, { signal } = {}) {
      await callOnce(
        limiter,
        'change',
        signal,
        (options) =>
          kind === 'instance'
            ? client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: id }), options)
            : client.send(new StopDBClusterCommand({ DBClusterIdentifier: id }), options),
        (error) =>
          wrapServiceError(error, { code: 'aws-rds.stop-failed', doing: `stop the DB ${kind} ${id}` }),
      );
    },
  };
}
