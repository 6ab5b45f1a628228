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
import { type CallOptions, type SendOptions, sendOptions } from '../call.ts';
import { callOnce } from '../once.ts';
import { createServiceLimiters, type LimiterSettings } from '../service-limiters.ts';
import type { RdsCluster, RdsInstance } from './model.ts';

/** All actions share one: RDS user guide, "Request throttling for the Amazon RDS API", which counts for Aurora, too. */
const rdsBuckets = { any: { capacity: 300, refillPerSecond: 12 } } as const;
export type RdsBucket = keyof typeof rdsBuckets;

/** All limiters of a process. */
export const createRdsLimiters = (settings: LimiterSettings) => createServiceLimiters(rdsBuckets, settings);

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
const notFoundErrors: ReadonlySet<string> = new Set([
  'DBInstanceNotFoundFault',
  'DBInstanceNotFound',
  'DBClusterNotFoundFault',
]);

type ListCode = 'aws-rds.describe-clusters-failed' | 'aws-rds.describe-instances-failed';
type ChangeCode = 'aws-rds.start-failed' | 'aws-rds.stop-failed';

export function createRds({ client, ...settings }: RdsSettings): Rds {
  const call = createCall(settings);
  const { limiter } = settings;

  function list<Item>(
    failure: { readonly code: ListCode; readonly doing: string },
    signal: AbortSignal | undefined,
    send: (page: { MaxRecords?: number; Marker?: string }, options: SendOptions) => Promise<Page<Item>>,
    id: string | undefined,
  ): AsyncGenerator<readonly Item[], void> {
    const size = id === undefined ? { MaxRecords: PAGE_SIZE } : {};
    return pages<Item>(async (token) => {
      const page = token === undefined ? size : { ...size, Marker: token };
      try {
        return await call('any', signal, () => send(page, sendOptions(signal)));
      } catch (error) {
        signal?.throwIfAborted();
        if (error instanceof Error && notFoundErrors.has(error.name)) return { items: [], next: undefined };
        throw wrapServiceError(error, failure);
      }
    });
  }

  async function change(
    failure: { readonly code: ChangeCode; readonly doing: string },
    signal: AbortSignal | undefined,
    send: (options: SendOptions) => Promise<unknown>,
  ): Promise<void> {
    await callOnce(limiter, 'any', signal, send, (error) => wrapServiceError(error, failure));
  }

  return {
    describeInstances: (id, { signal } = {}) =>
      list<RdsInstance>(
        { code: 'aws-rds.describe-instances-failed', doing: 'list the DB instances' },
        signal,
        async (page, options) => {
          const command = new DescribeDBInstancesCommand({ ...page, DBInstanceIdentifier: id });
          const { DBInstances = [], Marker } = await client.send(command, options);
          return { items: DBInstances, next: Marker || undefined };
        },
        id,
      ),

    describeClusters: (id, { signal } = {}) =>
      list<RdsCluster>(
        { code: 'aws-rds.describe-clusters-failed', doing: 'list the DB clusters' },
        signal,
        async (page, options) => {
          const command = new DescribeDBClustersCommand({ ...page, DBClusterIdentifier: id });
          const { DBClusters = [], Marker } = await client.send(command, options);
          return { items: DBClusters, next: Marker || undefined };
        },
        id,
      ),

    start: (kind, id, { signal } = {}) =>
      change({ code: 'aws-rds.start-failed', doing: `start the DB ${kind} ${id}` }, signal, async (options) =>
        kind === 'instance'
          ? await client.send(new StartDBInstanceCommand({ DBInstanceIdentifier: id }), options)
          : await client.send(new StartDBClusterCommand({ DBClusterIdentifier: id }), options),
      ),

    stop: (kind, id, { signal } = {}) =>
      change({ code: 'aws-rds.stop-failed', doing: `stop the DB ${kind} ${id}` }, signal, async (options) =>
        kind === 'instance'
          ? await client.send(new StopDBInstanceCommand({ DBInstanceIdentifier: id }), options)
          : await client.send(new StopDBClusterCommand({ DBClusterIdentifier: id }), options),
      ),
  };
}
