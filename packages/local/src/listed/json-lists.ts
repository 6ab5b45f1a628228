import { ANY_TIME, type ListOperation, secondsOf, tagList } from './list-operation.ts';

// Shapes: the service models of botocore.

const size = (name: string, maximum: number, standard = maximum) => ({ name, default: standard, maximum });

export const ecrLists: Readonly<Record<string, ListOperation>> = {
  DescribeRepositories: {
    actions: ['ecr:DescribeRepositories'],
    resource: 'repository/*',
    type: 'ecr:repository',
    size: size('maxResults', 1_000, 100),
    token: 'nextToken',
    write: (items, { accountId, region }) => ({
      repositories: items.map(({ arn, name, attributes, createdAt }) => ({
        repositoryArn: arn,
        registryId: accountId,
        repositoryName: name,
        repositoryUri: attributes.dnsName ?? `${accountId}.dkr.ecr.${region}.amazonaws.com/${name}`,
        createdAt: secondsOf(createdAt),
      })),
    }),
  },
};

export const ecsLists: Readonly<Record<string, ListOperation>> = {
  ListClusters: {
    actions: ['ecs:ListClusters'],
    type: 'ecs:cluster',
    size: size('maxResults', 100),
    token: 'nextToken',
    write: (items) => ({ clusterArns: items.map(({ arn }) => arn) }),
  },
  ListServices: {
    actions: ['ecs:ListServices'],
    type: 'ecs:service',
    isIn: ({ arn, links }, input) => {
      const cluster = input.text('cluster')?.split('/').at(-1) ?? 'default';
      const own = typeof links.cluster === 'string' ? links.cluster : arn.replace(/\/[^/]*$/, '');
      return own.split('/').at(-1) === cluster;
    },
    size: size('maxResults', 100, 10),
    token: 'nextToken',
    write: (items) => ({ serviceArns: items.map(({ arn }) => arn) }),
  },
};

export const kinesisLists: Readonly<Record<string, ListOperation>> = {
  ListStreams: {
    actions: ['kinesis:ListStreams'],
    type: 'kinesis:stream',
    size: size('Limit', 100),
    token: 'NextToken',
    write: (items, _, hasMore) => ({
      StreamNames: items.map(({ name }) => name),
      HasMoreStreams: hasMore,
      StreamSummaries: items.map(({ arn, name, attributes, createdAt }) => ({
        StreamName: name,
        StreamARN: arn,
        StreamStatus: attributes.status ?? 'ACTIVE',
        StreamModeDetails: { StreamMode: attributes.kind ?? 'ON_DEMAND' },
        StreamCreationTimestamp: secondsOf(createdAt),
      })),
    }),
  },
};

export const kmsLists: Readonly<Record<string, ListOperation>> = {
  ListKeys: {
    actions: ['kms:ListKeys'],
    type: 'kms:key',
    size: size('Limit', 1_000, 100),
    token: 'Marker',
    next: 'NextMarker',
    write: (items, _, hasMore) => ({
      Keys: items.map(({ arn, name }) => ({ KeyArn: arn, KeyId: name })),
      Truncated: hasMore,
    }),
  },
  /** Keys that AWS manages are not described, and have the only aliases that are listed there. */
  ListAliases: {
    actions: ['kms:ListAliases'],
    type: 'kms:alias',
    size: size('Limit', 100, 50),
    token: 'Marker',
    next: 'NextMarker',
    write: (items, _, hasMore) => ({
      Aliases: items.map(({ arn, name }) => ({ AliasName: `alias/${name}`, AliasArn: arn })),
      Truncated: hasMore,
    }),
  },
};

export const secretLists: Readonly<Record<string, ListOperation>> = {
  ListSecrets: {
    actions: ['secretsmanager:ListSecrets'],
    type: 'secretsmanager:secret',
    size: size('MaxResults', 100),
    token: 'NextToken',
    write: (items) => ({
      SecretList: items.map(({ arn, name, attributes, createdAt, tags }) => ({
        ARN: arn,
        // Without the six characters that the service adds to it.
        Name: attributes.name ?? name.replace(/-[A-Za-z0-9]{6}$/, ''),
        Description: attributes.description,
        OwningService: attributes.managedBy,
        CreatedDate: secondsOf(createdAt),
        Tags: tagList(tags),
      })),
    }),
  },
};

export const stateMachineLists: Readonly<Record<string, ListOperation>> = {
  ListStateMachines: {
    actions: ['states:ListStateMachines'],
    type: 'states:stateMachine',
    size: size('maxResults', 1_000, 100),
    token: 'nextToken',
    write: (items) => ({
      stateMachines: items.map(({ arn, name, attributes, createdAt = ANY_TIME }) => ({
        stateMachineArn: arn,
        name,
        type: attributes.kind ?? 'STANDARD',
        creationDate: secondsOf(createdAt),
      })),
    }),
  },
};

/** Of CloudWatch, whose service is another one here. */
export const alarmList: ListOperation = {
  actions: ['cloudwatch:DescribeAlarms'],
  resource: 'alarm:*',
  type: 'cloudwatch:alarm',
  size: size('MaxRecords', 100, 50),
  token: 'NextToken',
  write: (items) => {
    const alarms = (kind: string) =>
      items
        .filter(({ attributes }) => (attributes.kind ?? 'metric') === kind)
        .map(({ arn, name, attributes }) => ({
          AlarmName: name,
          AlarmArn: arn,
          AlarmDescription: attributes.description,
          StateValue: attributes.status ?? 'INSUFFICIENT_DATA',
        }));
    return { MetricAlarms: alarms('metric'), CompositeAlarms: alarms('composite') };
  },
};
