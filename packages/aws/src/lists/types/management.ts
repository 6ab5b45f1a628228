import { attributesOf } from '@groundcrew/account';
import { list, tagFields } from '../fields.ts';
import { defineList, type ListType, tagsFrom } from '../list-call.ts';

/**
 * API reference of AWS CloudFormation, "DescribeStacks": without a name all stacks but deleted ones, for which it also needs
 * the permission of ListStacks.
 */
const stacks = defineList({
  service: 'cloudformation',
  operation: 'DescribeStacks',
  permissions: ['cloudformation:DescribeStacks', 'cloudformation:ListStacks'],
  token: 'NextToken',
  response: {
    NextToken: 'text',
    Stacks: list({
      StackId: 'text',
      StackName: 'text',
      Description: 'text',
      CreationTime: 'date',
      StackStatus: 'text',
      ParentId: 'text',
      Tags: list(tagFields),
    }),
  },
  items: ({ Stacks }) => Stacks,
  next: ({ NextToken }) => NextToken,
  resource: ({ StackId: arn, StackName: name, CreationTime: createdAt, ParentId: parent, ...found }) =>
    arn === undefined
      ? undefined
      : {
          arn,
          ...(createdAt && { createdAt }),
          tags: tagsFrom(found.Tags),
          ...(parent !== undefined && { links: { stack: parent } }),
          attributes: attributesOf({ description: found.Description, name, status: found.StackStatus }),
        },
});

const alarmFields = {
  AlarmArn: 'text',
  AlarmName: 'text',
  AlarmDescription: 'text',
  StateValue: 'text',
} as const;

/** API reference of Amazon CloudWatch, "DescribeAlarms": composite ones only if they are asked for. */
const alarms = defineList({
  service: 'cloudwatch',
  operation: 'DescribeAlarms',
  permissions: ['cloudwatch:DescribeAlarms'],
  input: () => ({ AlarmTypes: ['MetricAlarm', 'CompositeAlarm'], MaxRecords: 100 }),
  token: 'NextToken',
  response: {
    NextToken: 'text',
    MetricAlarms: list(alarmFields),
    CompositeAlarms: list(alarmFields),
  },
  items: ({ MetricAlarms = [], CompositeAlarms = [] }) => [
    ...MetricAlarms.map((alarm) => ({ ...alarm, kind: 'metric' })),
    ...CompositeAlarms.map((alarm) => ({ ...alarm, kind: 'composite' })),
  ],
  next: ({ NextToken }) => NextToken,
  resource: ({ AlarmArn: arn, AlarmDescription: description, StateValue: status, kind }) =>
    arn === undefined ? undefined : { arn, attributes: attributesOf({ description, kind, status }) },
});

/** API reference of AWS Step Functions, "ListStateMachines". */
const stateMachines = defineList({
  service: 'step-functions',
  operation: 'ListStateMachines',
  permissions: ['states:ListStateMachines'],
  input: () => ({ maxResults: 1_000 }),
  token: 'nextToken',
  response: {
    nextToken: 'text',
    stateMachines: list({ stateMachineArn: 'text', type: 'text', creationDate: 'date' }),
  },
  items: ({ stateMachines: found }) => found,
  next: ({ nextToken }) => nextToken,
  resource: ({ stateMachineArn: arn, type: kind, creationDate: createdAt }) =>
    arn === undefined
      ? undefined
      : { arn, ...(createdAt && { createdAt }), attributes: attributesOf({ kind }) },
});

export const managementTypes = {
  'cloudformation:stack': { title: 'stacks', calls: [stacks] },
  'cloudwatch:alarm': { title: 'alarms', calls: [alarms] },
  'states:stateMachine': { title: 'state machines', calls: [stateMachines] },
} as const satisfies Readonly<Record<string, ListType>>;
