import type { JsonSchema } from './json-schema.ts';
import type { Problem } from './validate.ts';

/** A DB instance of RDS. */
export interface AccountDbInstance {
  readonly name: string;
  /** Default: `postgres`. */
  readonly engine?: string;
  readonly class?: string;
  /** As RDS names it; default: `available`. */
  readonly status?: string;
  readonly multiAz?: boolean;
  readonly zone?: string;
  readonly sizeGiB?: number;
  readonly encrypted?: boolean;
  /** ISO 8601. */
  readonly createdAt?: string;
  /** Ids. */
  readonly vpc?: string;
  readonly securityGroups?: readonly string[];
  /** The DB cluster of this file that it is a member of. */
  readonly cluster?: string;
  /** The DB instance that it is a read replica of: of this file, or an ARN of one in another region. */
  readonly replicaOf?: string;
  /** The DB cluster that it is a read replica of. */
  readonly replicaOfCluster?: string;
  /** Its read replicas; default: those of this file. */
  readonly replicas?: readonly string[];
  /** DB clusters that are read replicas of it. */
  readonly replicaClusters?: readonly string[];
  /** Of a stopped one: when RDS starts it by itself, ISO 8601; default: seven days after the start. */
  readonly restartsAt?: string;
  /** What every StartDBInstance of it meets. */
  readonly startFault?: 'capacity' | 'kms';
  readonly tags?: Readonly<Record<string, string>>;
}

/** A DB cluster of RDS. */
export interface AccountDbCluster {
  readonly name: string;
  /** Default: `aurora-postgresql`. */
  readonly engine?: string;
  /** Default: `provisioned`. */
  readonly engineMode?: string;
  /** Of a multi-AZ DB cluster. */
  readonly class?: string;
  readonly status?: string;
  readonly multiAz?: boolean;
  readonly encrypted?: boolean;
  /** ISO 8601. */
  readonly createdAt?: string;
  /** Ids. */
  readonly securityGroups?: readonly string[];
  readonly globalCluster?: string;
  /** What it is a replica of: an ARN. */
  readonly replicaOfCluster?: string;
  readonly replicas?: readonly string[];
  /** As of a DB instance. */
  readonly restartsAt?: string;
  readonly startFault?: 'kms';
  readonly tags?: Readonly<Record<string, string>>;
}

/** An Auto Scaling group. Instances of this file with its name in their tag `aws:autoscaling:groupName` are its first ones. */
export interface AccountGroup {
  readonly name: string;
  /** Omitted: generated. */
  readonly arn?: string;
  /** Default: 2026-01-01. */
  readonly createdAt?: string;
  /** Missing but while it is deleted. */
  readonly status?: string;
  /** All its instances: `i-…`, or `i-…=Pending` for one that is not in service; default: as its size has it. */
  readonly members?: readonly string[];
  readonly min: number;
  readonly desired: number;
  readonly max: number;
  /** What every launch of an instance meets, or `busy`: every change of its sizes. */
  readonly startFault?: 'capacity' | 'busy';
  readonly tags?: Readonly<Record<string, string>>;
}

/** The lists of a region's description that can be started and stopped, besides instances. */
export interface ScheduledLists {
  readonly dbInstances?: readonly AccountDbInstance[];
  readonly dbClusters?: readonly AccountDbCluster[];
  readonly autoScalingGroups?: readonly AccountGroup[];
}

const tags: JsonSchema = { type: 'object', additionalProperties: { type: 'string', maxLength: 256 } };
/** RDS user guide, "DB instance identifier": stored in lower case. */
const databaseName: JsonSchema = { type: 'string', pattern: '^[a-z](-?[a-z0-9]){0,62}$' };
const word: JsonSchema = { type: 'string', pattern: '^[a-z0-9-]{1,64}$' };
const time: JsonSchema = {
  description: 'ISO 8601, UTC.',
  type: 'string',
  pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}(\\.\\d{1,3})?Z$',
};
/** A name, or the ARN of one in another region. */
const databaseNameOrArn: JsonSchema = {
  type: 'string',
  pattern: '^([a-z](-?[a-z0-9]){0,62}|arn:[\\w-]+:rds:[\\w-]+:\\d{12}:(db|cluster):[a-z0-9-]+)$',
};
const idsOf = (prefix: string): JsonSchema => ({
  type: 'array',
  items: { type: 'string', pattern: `^${prefix}-([0-9a-f]{8}|[0-9a-f]{17})$` },
});
const namesOf = (description: string): JsonSchema => ({
  description,
  type: 'array',
  items: databaseNameOrArn,
});
const databaseFields: Readonly<Record<string, JsonSchema>> = {
  class: { type: 'string', pattern: '^db\\.[a-z0-9-]+(\\.[a-z0-9-]+)?$' },
  createdAt: time,
  encrypted: { type: 'boolean' },
  multiAz: { type: 'boolean' },
  replicaOfCluster: { description: 'What it is a replica of.', ...databaseNameOrArn },
  replicas: namesOf('Its read replicas; default: those of this file.'),
  restartsAt: { ...time, description: 'When RDS starts it by itself; default: seven days after the start.' },
  securityGroups: idsOf('sg'),
  status: { description: 'As RDS names it; default: available.', ...word },
};
const size: JsonSchema = { type: 'integer', minimum: 0, maximum: 10_000 };

function listOf(required: readonly string[], properties: Readonly<Record<string, JsonSchema>>): JsonSchema {
  return {
    type: 'array',
    items: { type: 'object', additionalProperties: false, required: [...required], properties },
  };
}

/** The part of a region's schema that describes them. */
export const scheduledListSchemas: Readonly<Record<keyof ScheduledLists, JsonSchema>> = {
  dbInstances: listOf(['name'], {
    name: databaseName,
    ...databaseFields,
    engine: { description: 'Default: postgres.', ...word },
    zone: { type: 'string', pattern: '^[a-z0-9-]+$' },
    sizeGiB: { type: 'integer', minimum: 1, maximum: 1_048_576 },
    vpc: { type: 'string', pattern: '^vpc-([0-9a-f]{8}|[0-9a-f]{17})$' },
    cluster: { description: 'The DB cluster that it is a member of.', ...databaseName },
    replicaOf: { description: 'The DB instance that it is a read replica of.', ...databaseNameOrArn },
    replicaClusters: namesOf('DB clusters that are read replicas of it.'),
    startFault: { description: 'What every StartDBInstance of it meets.', enum: ['capacity', 'kms'] },
    tags,
  }),
  dbClusters: listOf(['name'], {
    name: databaseName,
    ...databaseFields,
    engine: { description: 'Default: aurora-postgresql.', ...word },
    engineMode: {
      description: 'Default: provisioned.',
      enum: ['provisioned', 'serverless', 'parallelquery', 'global', 'multimaster'],
    },
    globalCluster: { description: 'The global database that it is part of.', ...databaseName },
    startFault: { description: 'What every StartDBCluster of it meets.', enum: ['kms'] },
    tags,
  }),
  autoScalingGroups: listOf(['name', 'min', 'desired', 'max'], {
    name: { type: 'string', pattern: '^[\\x20-\\x39\\x3b-\\x7e]{1,255}$' },
    arn: {
      description: 'Omitted: generated.',
      type: 'string',
      pattern: '^arn:[\\w-]+:autoscaling:[\\w-]+:\\d{12}:autoScalingGroup:[^\\u0000-\\u001f]+$',
    },
    createdAt: time,
    status: { description: 'Delete in progress; omitted: none.', type: 'string', maxLength: 255 },
    members: {
      description: 'All its instances: i-…, or i-…=Pending; default: as its size has it.',
      type: 'array',
      items: { type: 'string', pattern: '^i-([0-9a-f]{8}|[0-9a-f]{17})(=[A-Za-z:]+)?$' },
    },
    min: size,
    desired: size,
    max: size,
    startFault: {
      description: 'What every launch of an instance meets; busy: what every change of its sizes does.',
      enum: ['capacity', 'busy'],
    },
    tags,
  }),
};

/** The list of a region that has resources with such an ARN. */
function ownListOf(arn: string): keyof ScheduledLists | undefined {
  if (/^arn:[^:]+:rds:[^:]*:[^:]*:db:/.test(arn)) return 'dbInstances';
  if (/^arn:[^:]+:rds:[^:]*:[^:]*:cluster:/.test(arn)) return 'dbClusters';
  return /^arn:[^:]+:autoscaling:[^:]*:[^:]*:autoScalingGroup:/.test(arn) ? 'autoScalingGroups' : undefined;
}

/** Checks these lists for what a schema can't express; `path` is the region's. */
export function findScheduledProblem(
  region: ScheduledLists & { readonly others?: readonly { readonly arn: string }[] },
  path: string,
): Problem | undefined {
  const { dbInstances = [], dbClusters = [], autoScalingGroups = [], others = [] } = region;
  for (const [index, { arn }] of others.entries()) {
    const list = ownListOf(arn);
    if (list === undefined) continue;
    return { path: `${path}.others[${index}].arn`, value: arn, expected: `described in ${list}` };
  }
  for (const [list, entries] of Object.entries({ dbInstances, dbClusters, autoScalingGroups })) {
    const names = new Set<string>();
    for (const [index, { name }] of entries.entries()) {
      if (names.has(name)) return { path: `${path}.${list}[${index}].name`, value: name, expected: 'unique' };
      names.add(name);
    }
  }
  for (const [index, { cluster, replicaOf }] of dbInstances.entries()) {
    const entryPath = `${path}.dbInstances[${index}]`;
    if (cluster !== undefined && !dbClusters.some(({ name }) => name === cluster))
      return { path: `${entryPath}.cluster`, value: cluster, expected: 'the name of one of dbClusters' };
    if (
      replicaOf !== undefined &&
      !replicaOf.startsWith('arn:') &&
      !dbInstances.some(({ name }) => name === replicaOf)
    )
      return { path: `${entryPath}.replicaOf`, value: replicaOf, expected: 'the name of one of dbInstances' };
  }
  for (const [index, { min, desired, max }] of autoScalingGroups.entries()) {
    if (min <= desired && desired <= max) continue;
    const entryPath = `${path}.autoScalingGroups[${index}].desired`;
    return { path: entryPath, value: desired, expected: `from min, ${min}, to max, ${max}` };
  }
  return undefined;
}
