/** A resource of another service than EC2, or `count` of them that are alike. */
export interface DescribedResource {
  /** `{n}` in it, and in its tags' values, is the number among those alike, from 1; it has to be there beside count. */
  readonly name: string;
  /** 1 unless said otherwise. */
  readonly count?: number;
  /** Left out: it never bore a tag; empty: it bore one once. */
  readonly tags?: Readonly<Record<string, string>>;
  /** ISO 8601. */
  readonly createdAt?: string;
}

/** Types of resources that are told by the list calls of their own services, as ResourceTypeFilters has them. */
export type DescribedType = (typeof describedLists)[DescribedList];

/** The lists of a region's description that hold them. */
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

/** Services that a policy can forbid on their own, by the beginning of their IAM actions. */
export const deniableServices = [
  'dynamodb',
  'ec2',
  'lambda',
  'logs',
  'resource-groups',
  's3',
  'sns',
  'sqs',
  'tag',
] as const;

export type DeniableService = (typeof deniableServices)[number];
