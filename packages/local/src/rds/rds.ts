import type { AccountDbCluster, AccountDbInstance, Organization } from '../account/index.ts';
import type { Clock } from '../clock.ts';
import type { Trail } from '../cloudtrail/index.ts';
import { createPageTokens, type PageTokens } from '../ec2/paging.ts';
import type { Form } from '../form.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import type { CallerContext, ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError, type Service } from '../service.ts';
import type { XmlElements } from '../xml.ts';
import { clusterXml, instanceXml } from './database-xml.ts';
import { databaseTags } from './database-tags.ts';
import { createDatabaseStates, type DatabaseDelays } from './database-states.ts';

export interface RdsOptions {
  readonly organization: Organization;
  readonly registry: ResourceRegistry;
  readonly clock: Pick<Clock, 'now'>;
  readonly trail: Trail;
  readonly delays?: DatabaseDelays | undefined;
}

/** "DescribeDBInstances" of the RDS API reference: MaxRecords. */
const [MIN_RECORDS, MAX_RECORDS] = [20, 100];

/** RDS, limited to reading, starting and stopping the databases of the account file. Filters are refused. */
export function createRds({ organization, registry, clock, trail, delays = {} }: RdsOptions): Service {
  const states = createDatabaseStates(delays, clock.now());
  const tokens = createPageTokens();
  const arnOf = ({ accountId, region }: CallerContext, kind: 'db' | 'cluster', name: string) =>
    `arn:aws:rds:${region}:${accountId}:${kind}:${name}`;

  const listsOf = ({ accountId, region }: CallerContext) => {
    const { dbInstances = [], dbClusters = [] } = organization.region(accountId, region) ?? {};
    return { dbInstances, dbClusters };
  };
  const tagsOf = (
    caller: CallerContext,
    kind: 'db' | 'cluster',
    { name, tags = {} }: Pick<AccountDbCluster, 'name' | 'tags'>,
  ) => registry.tags.of(arnOf(caller, kind, name), tags);
  const clusterState = (caller: CallerContext, entry: AccountDbCluster) =>
    states.at(arnOf(caller, 'cluster', entry.name), entry, clock.now());
  /** Members of an Aurora cluster are what it is. */
  const instanceState = (caller: CallerContext, entry: AccountDbInstance) => {
    const of = listsOf(caller).dbClusters.find(({ name }) => name === entry.cluster);
    return of ? clusterState(caller, of) : states.at(arnOf(caller, 'db', entry.name), entry, clock.now());
  };
  const instanceElements = (caller: CallerContext, entry: AccountDbInstance) =>
    instanceXml(
      entry,
      instanceState(caller, entry),
      caller,
      listsOf(caller).dbInstances,
      tagsOf(caller, 'db', entry),
    );
  const clusterElements = (caller: CallerContext, entry: AccountDbCluster) =>
    clusterXml(
      entry,
      clusterState(caller, entry),
      caller,
      listsOf(caller).dbInstances,
      tagsOf(caller, 'cluster', entry),
    );
  registry.tags.addSource(databaseTags(organization));

  function describe<Entry extends { readonly name: string }>(
    kind: 'db' | 'cluster',
    entriesOf: (caller: CallerContext) => readonly Entry[],
    notFound: (name: string) => AwsError,
    write: (caller: CallerContext, entries: readonly Entry[]) => XmlElements,
  ): QueryAction {
    const operation = kind === 'db' ? 'DescribeDBInstances' : 'DescribeDBClusters';
    return async (form, request) => {
      const name = form.text(kind === 'db' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier')?.toLowerCase();
      const context = registry.callerContextOf(request);
      const resource = arnOf(context, kind, name ?? '*');
      const caller = await registry.authorize(request, { action: `rds:${operation}`, resource, operation });
      if (form.structures('Filters.Filter').length > 0)
        throw new AwsError(400, 'InvalidParameterValue', 'Filters are not supported by the embedded AWS');
      const entries = entriesOf(caller);
      if (name !== undefined) {
        const found = entries.filter(
          (entry) => entry.name === name || arnOf(caller, kind, entry.name) === name,
        );
        if (found.length === 0) throw notFound(name);
        return write(caller, found);
      }
      const { page, marker } = pageOf(
        form,
        entries,
        tokens,
        `${operation} ${caller.accountId} ${caller.region}`,
      );
      return { ...write(caller, page), ...(marker !== undefined && { Marker: marker }) };
    };
  }

  /** Starts or stops one; the answer has what became of it. */
  function change(kind: 'db' | 'cluster', action: 'start' | 'stop'): QueryAction {
    const operation = `${action === 'start' ? 'Start' : 'Stop'}DB${kind === 'db' ? 'Instance' : 'Cluster'}`;
    return async (form, request) => {
      const name =
        form.text(kind === 'db' ? 'DBInstanceIdentifier' : 'DBClusterIdentifier')?.toLowerCase() ?? '';
      const arn = arnOf(registry.callerContextOf(request), kind, name);
      const caller = await registry.authorize(request, {
        action: `rds:${operation}`,
        resource: arn,
        operation,
      });
      const event = { name: operation, source: 'rds.amazonaws.com', resources: [name, arn] };
      return trail.record(event, caller, request, () => {
        if (kind === 'db') return changeInstance(caller, name, arn, action);
        return changeCluster(caller, name, arn, action);
      });
    };
  }

  function changeInstance(
    caller: CallerContext,
    name: string,
    arn: string,
    action: 'start' | 'stop',
  ): XmlElements {
    const { dbInstances } = listsOf(caller);
    const entry = dbInstances.find((one) => one.name === name);
    if (!entry) throw instanceNotFound(name);
    if (entry.cluster !== undefined)
      throw invalidCluster(`${name} is a member of the DB cluster ${entry.cluster}.`);
    const { status } = instanceState(caller, entry);
    const isReplicated =
      entry.replicaOf !== undefined || dbInstances.some(({ replicaOf }) => replicaOf === name);
    if (action === 'stop' && isReplicated)
      throw new AwsError(
        400,
        'InvalidDBInstanceState',
        `${name} is or has a read replica, and cannot be stopped.`,
      );
    if (action === 'stop' && entry.engine?.includes('sqlserver-') && entry.multiAz)
      throw new AwsError(
        400,
        'InvalidDBInstanceState',
        `${name} is SQL Server in Multi-AZ, and cannot be stopped.`,
      );
    if (status !== (action === 'start' ? 'stopped' : 'available'))
      throw new AwsError(
        400,
        'InvalidDBInstanceState',
        `Instance ${name} is not in ${action === 'start' ? 'stopped' : 'available'} state.`,
      );
    if (action === 'start' && entry.startFault === 'capacity')
      throw new AwsError(
        400,
        'InsufficientDBInstanceCapacity',
        `There is no capacity for the class of ${name}.`,
      );
    if (action === 'start' && entry.startFault === 'kms') throw keyNotAccessible(name);
    states.make(arn, action, clock.now());
    return { DBInstance: instanceElements(caller, entry) };
  }

  function changeCluster(
    caller: CallerContext,
    name: string,
    arn: string,
    action: 'start' | 'stop',
  ): XmlElements {
    const entry = listsOf(caller).dbClusters.find((one) => one.name === name);
    if (!entry) throw clusterNotFound(name);
    const { engine = 'aurora-postgresql', engineMode = 'provisioned', globalCluster } = entry;
    if (!engine.startsWith('aurora') || engineMode === 'serverless' || globalCluster !== undefined)
      throw invalidCluster(
        `${name} cannot be stopped: it is not an Aurora cluster, is serverless, or of a global database.`,
      );
    const { status } = clusterState(caller, entry);
    const wanted = action === 'start' ? 'stopped' : 'available';
    if (status !== wanted) throw invalidCluster(`DbCluster ${name} is in ${status} state.`);
    if (action === 'start' && entry.startFault === 'kms') throw keyNotAccessible(name);
    states.make(arn, action, clock.now());
    return { DBCluster: clusterElements(caller, entry) };
  }

  return createQueryService({
    name: 'rds',
    namespace: 'http://rds.amazonaws.com/doc/2014-10-31/',
    actions: {
      DescribeDBInstances: describe(
        'db',
        (caller) => listsOf(caller).dbInstances,
        instanceNotFound,
        (caller, entries) => ({
          DBInstances: {
            DBInstance: entries.map((entry) => instanceElements(caller, entry)),
          },
        }),
      ),
      DescribeDBClusters: describe(
        'cluster',
        (caller) => listsOf(caller).dbClusters,
        clusterNotFound,
        (caller, entries) => ({
          DBClusters: {
            DBCluster: entries.map((entry) => clusterElements(caller, entry)),
          },
        }),
      ),
      StartDBInstance: change('db', 'start'),
      StopDBInstance: change('db', 'stop'),
      StartDBCluster: change('cluster', 'start'),
      StopDBCluster: change('cluster', 'stop'),
    },
  });
}

function pageOf<Entry>(form: Form, entries: readonly Entry[], tokens: PageTokens, scope: string) {
  const limit = Number(form.text('MaxRecords') ?? MAX_RECORDS);
  if (!Number.isInteger(limit) || limit < MIN_RECORDS || limit > MAX_RECORDS)
    throw new AwsError(
      400,
      'InvalidParameterValue',
      `MaxRecords must be from ${MIN_RECORDS} to ${MAX_RECORDS}`,
    );
  const marker = form.text('Marker');
  const from = marker === undefined ? 0 : tokens.read(scope, marker);
  const next = from + limit;
  return {
    page: entries.slice(from, next),
    marker: next < entries.length ? tokens.write(scope, next) : undefined,
  };
}

// Codes: the RDS service model of botocore. Messages: not verified.

function instanceNotFound(name: string): AwsError {
  return new AwsError(404, 'DBInstanceNotFound', `DBInstance ${name} not found.`);
}

function clusterNotFound(name: string): AwsError {
  return new AwsError(404, 'DBClusterNotFoundFault', `DBCluster ${name} not found.`);
}

function invalidCluster(message: string): AwsError {
  return new AwsError(400, 'InvalidDBClusterStateFault', message);
}

function keyNotAccessible(name: string): AwsError {
  return new AwsError(400, 'KMSKeyNotAccessibleFault', `The key of ${name} cannot be used.`);
}
