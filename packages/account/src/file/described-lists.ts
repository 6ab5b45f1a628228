/** A resource of a service other than EC2, or `count` identical ones. */
export interface DescribedResource {
  /** `{n}` in it, and in its tags' values, is the number within the entry, from 1; required with `count`. */
  readonly name: string;
  /** Default: 1. */
  readonly count?: number;
  /** Omitted: never tagged; empty: tagged before, without tags now. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
}

/** Types of resources that the list calls of their own services return, in the format of ResourceTypeFilters. */
export type DescribedType = (typeof describedLists)[DescribedList];

/** The lists of a region's description that contain them. */
export type DescribedList = keyof typeof describedLists;

export type DescribedLists = { readonly [List in DescribedList]?: readonly DescribedResource[] };

export const describedLists = {
  buckets: 's3:bucket',
  tables: 'dynamodb:table',
  functions: 'lambda:function',
  topics: 'sns:topic',
  queues: 'sqs:queue',
  logGroups: 'logs:log-group',
} as const;

export const describedListNames = Object.keys(describedLists) as readonly DescribedList[];

/** Services that a policy can deny individually, by their IAM action prefixes. */
export const deniableServices = [
  'apigateway',
  'autoscaling',
  'cloudformation',
  'cloudfront',
  'cloudtrail',
  'cloudwatch',
  'dynamodb',
  'ec2',
  'ecr',
  'ecs',
  'eks',
  'elasticache',
  'elasticfilesystem',
  'elasticloadbalancing',
  'es',
  'iam',
  'kinesis',
  'kms',
  'lambda',
  'logs',
  'rds',
  'redshift',
  'resource-groups',
  'route53',
  's3',
  'secretsmanager',
  'sns',
  'sqs',
  'states',
  'tag',
] as const;

export type DeniableService = (typeof deniableServices)[number];
