import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { taggableKinds } from '@groundcrew/aws/ec2/tagging';
import { createS3Client, putObject } from '@groundcrew/aws/s3';
import { testedFunctions } from '@groundcrew/functions/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { stack as schedules } from '@groundcrew/functions/stacks/schedules';
import { evaluate, readPolicyDocument } from '@groundcrew/iam';
import { authorizationTable, findPolicyProblems, formatsOf, readFormat } from '@groundcrew/iam/reference';
import { createMovableClock, type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { STATE_FORMAT } from '@groundcrew/network/desired';
import {
  type CommandCalls,
  commandCalls,
  type PolicyDocument,
  type RecordedCall,
} from '@groundcrew/permissions/least-policy';
import { afterAll, expect, inject, onTestFinished, test, vi } from 'vitest';
import { program } from './program.ts';
import { billOf, nowMs, recentBill } from './testing/cost.ts';
import { groundcrew } from './testing/groundcrew.ts';
import { POLICY_TEXT } from './testing/shop.ts';
import { openConsole, type RunningConsole } from './testing/console.ts';
import { createSkippingClock } from './testing/skipping-clock.ts';
import { startInstance } from './testing/start-instance.ts';

/*
 * What each command was seen to call is recorded here, and kept in packages/permissions/src/command-calls.json, for
 * `--print-policy`. After a change of what a command calls:
 * npx vitest run --config test/faults/vitest.config.ts scripts/command-calls.test.ts -u
 */

/** The embedded AWS with everything that commands work on, found by the SDK, and files for them. */
interface World {
  readonly local: LocalAws;
  readonly bucket: string;
  file(name: string): string;
  readonly environment: Readonly<Record<string, string>>;
}

interface Scenario {
  readonly command: string;
  /** See {@link CommandCalls}. */
  readonly when: CommandCalls['when'];
  /** The words after those of the command. */
  readonly words: (world: World) => readonly string[];
  /** Run before, and not recorded. */
  readonly before?: (world: World) => readonly (readonly string[])[];
  /** What a value in an ARN is in terms of the options: `{table}`. With `*` at its end, all that begins with it. */
  readonly names?: (world: World) => Readonly<Record<string, string>>;
  /** Whether the world has the instance metadata service of an instance that is about to be interrupted. */
  readonly notice?: true;
  /** Calls that the embedded AWS can't show. */
  readonly stated?: readonly RecordedCall[];
  /** Of a command that serves until Ctrl-C: what is asked of it, and the Ctrl-C. */
  readonly drive?: (words: readonly string[]) => Promise<void>;
  /** Whether it calls less than others that apply as well: its plan is about fewer types of resources. */
  readonly isPart?: true;
  /** The name of a world that scenarios share in turn; `before` is run by the first of them, and its own work is left to the next. */
  readonly shared?: string;
}

/** Without what takes minutes. */
const NETWORK_TEXT = `version: 1
name: shop
region: ap-northeast-2
cidr: 10.80.0.0/16
tiers:
  public: { access: public, share: 1/4 }
nat: none
endpoints: none
groups:
  web: { allow: [{ from: internet, ports: 443 }] }
`;

const SCHEDULE_TEXT = `version: 1
zone: UTC
schedules: { never: { windows: [{ dates: 2020-01-01, from: 08:00, to: 09:00 }] } }
rules: [{ match: { type: '*' }, schedule: never }]
`;
const region = 'ap-northeast-2';
const schedulesTable = { ...schedules.tables[0]!, name: 'Schedules' };
const otherAccount = '444455556666';
const everywhere = { regions: 'all' } as const;
const all = ['--regions', 'all'];
const everyone = ['--accounts', 'organization', '--role', 'groundcrew'];
const elsewhere = ['--accounts', otherAccount, '--role', 'groundcrew'];

/** The commands that search accounts and regions, each from `base` on. */
function searching(
  command: string,
  base: readonly string[],
  before: Scenario['before'] = () => [],
  when: CommandCalls['when'] = {},
): Scenario[] {
  const role = { names: () => ({ groundcrew: '{role}' }) };
  return [
    { command, when, words: () => base, before },
    { command, when: { ...when, ...everywhere }, words: () => [...base, ...all], before },
    { command, when: { ...when, accounts: true }, words: () => [...base, ...elsewhere], before, ...role },
    {
      command,
      when: { ...when, accounts: 'organization' },
      words: () => [...base, ...everyone],
      before,
      ...role,
    },
  ];
}

/** What a collection calls besides in the region of global services, whichever is asked for here. */
const globalLists = [
  'cloudfront:ListDistributions',
  'iam:GetAccountAuthorizationDetails',
  'route53:ListHostedZones',
].map((action) => ({ action, resource: '*' }));
const collecting = (scenarios: readonly Scenario[]): Scenario[] =>
  scenarios.map((scenario) => ({ ...scenario, stated: [...(scenario.stated ?? []), ...globalLists] }));

const ofService = (service: string, resource: string, ...names: readonly string[]): RecordedCall[] =>
  names.map((name) => ({
    action: `${service}:${name}`,
    resource: `arn:\${Partition}:${service}:\${Region}:\${Account}:${resource}`,
  }));
// The policy does not depend on the plan, and that of the sample does not read and change every type in both directions.
const tagReads: readonly RecordedCall[] = [
  ...ofService('dynamodb', 'table/*', 'ListTagsOfResource'),
  ...ofService('lambda', 'function:*', 'ListTags'),
  ...ofService('logs', 'log-group:*', 'ListTagsForResource'),
  { action: 's3:GetBucketTagging', resource: 'arn:${Partition}:s3:::*' },
  ...ofService('sns', '*', 'ListTagsForResource'),
  ...ofService('sqs', '*', 'GetQueueUrl', 'ListQueueTags'),
  { action: 'states:ListStateMachines', resource: '*' },
];
const tagChanges: readonly RecordedCall[] = [
  ...['dynamodb table/*', 'lambda function:*', 'logs log-group:*', 'sns *', 'states stateMachine:*'].flatMap(
    (text) => {
      const [service = '', resource = ''] = text.split(' ');
      return ofService(service, resource, 'TagResource', 'UntagResource');
    },
  ),
  ...ofService('sqs', '*', 'TagQueue', 'UntagQueue'),
  ...taggableKinds.flatMap((kind) =>
    ofService('ec2', `${kind.slice('ec2:'.length)}/*`, 'CreateTags', 'DeleteTags').map(
      ({ action, resource }) => ({
        action,
        // ARNs of images and snapshots have no account.
        resource: /image|snapshot/.test(kind) ? resource.replace('${Account}', '') : resource,
      }),
    ),
  ),
];
const policy = (world: World) => ['--policy', world.file('tags.yaml')];
const athenaCalls: readonly RecordedCall[] = [
  ...['GetQueryExecution', 'GetQueryResults', 'StartQueryExecution', 'StopQueryExecution'].map((name) => ({
    action: `athena:${name}`,
    resource: 'arn:${Partition}:athena:${Region}:${Account}:workgroup/*',
  })),
  {
    action: 'athena:GetTableMetadata',
    resource: 'arn:${Partition}:athena:${Region}:${Account}:datacatalog/*',
  },
  // Athena reads the table and the export in the name of its caller, and writes its results.
  ...['GetDatabase', 'GetPartitions', 'GetTable'].flatMap((name) =>
    ['catalog', 'database/*', 'table/*'].map((resource) => ({
      action: `glue:${name}`,
      resource: `arn:\${Partition}:glue:\${Region}:\${Account}:${resource}`,
    })),
  ),
  ...['GetBucketLocation', 'ListBucket'].map((name) => ({
    action: `s3:${name}`,
    resource: 'arn:${Partition}:s3:::*',
  })),
  ...['GetObject', 'PutObject'].map((name) => ({
    action: `s3:${name}`,
    resource: 'arn:${Partition}:s3:::*/*',
  })),
];

/** For the cache, which is of an account: no response of the embedded AWS is cached. */
const cacheCalls: readonly RecordedCall[] = [{ action: 'sts:GetCallerIdentity', resource: '*' }];

function costs(command: string, words: readonly string[]): Scenario[] {
  const exported = (world: World) => ({ [world.bucket]: '{source:bucket}', 'bills/*': '{source:key}' });
  return [
    { command, when: { source: 'cost-explorer?' }, words: () => words, stated: cacheCalls },
    {
      command,
      when: { source: 's3://*' },
      words: ({ bucket }) => [...words, '--source', `s3://${bucket}/bills/`],
      names: exported,
    },
    { command, when: { source: 'athena' }, words: () => [], stated: athenaCalls },
  ];
}

const makePlan: Scenario['before'] = (world) => [
  ['tags', 'plan', ...policy(world), '--out', world.file('plan.json')],
];
const applyPlan: Scenario['before'] = (world) => [
  ...makePlan(world),
  ['tags', 'apply', world.file('plan.json'), '--apply', '--yes'],
];
const planElsewhere: Scenario['before'] = (world) => [
  ['tags', 'plan', ...policy(world), ...elsewhere, '--out', world.file('plan.json')],
];
const roleName = () => ({ groundcrew: '{role}' });

/** What an undo makes of shelves that were changed or removed; the scenario has one that was made. */
function putsBack(table: string): RecordedCall[] {
  return ['PutItem', 'UpdateItem'].map((name) => ({
    action: `dynamodb:${name}`,
    resource: `arn:\${Partition}:dynamodb:\${Region}:\${Account}:table/${table}`,
  }));
}

const failures = 'groundcrew-load-failures';

/** What commands call for messages; the queue of the scenarios has none. */
function callsForMessages(names: readonly string[], queue = '{queue}'): RecordedCall[] {
  return names.map((name) => ({
    action: `sqs:${name}`,
    resource: `arn:\${Partition}:sqs:\${Region}:\${Account}:${queue}`,
  }));
}

/** Where messages of a queue may have to go: known once they are read. */
const redriveCalls: readonly RecordedCall[] = [
  ...callsForMessages([
    'CancelMessageMoveTask',
    'ChangeMessageVisibility',
    'DeleteMessage',
    'ListMessageMoveTasks',
    'ReceiveMessage',
    'StartMessageMoveTask',
  ]),
  ...callsForMessages(['GetQueueUrl', 'SendMessage'], '*'),
  { action: 'lambda:InvokeFunction', resource: 'arn:${Partition}:lambda:${Region}:${Account}:function:*' },
  { action: 'lambda:ListFunctions', resource: '*' },
  ...['GetRecords', 'GetShardIterator'].map((name) => ({
    action: `dynamodb:${name}`,
    resource: 'arn:${Partition}:dynamodb:${Region}:${Account}:table/*/stream/*',
  })),
  { action: 'sns:GetSubscriptionAttributes', resource: '*' },
  { action: 'sns:ListSubscriptionsByTopic', resource: 'arn:${Partition}:sns:${Region}:${Account}:*' },
];

/** Names of actions as calls of a service about anything, or about these resources. */
const callsOf = (service: string, names: string, resource = '*'): RecordedCall[] =>
  names.split(/\s+/).map((name) => ({ action: `${service}:${name}`, resource }));

/** What both traces and plans of networks ask; the networks of the scenarios are small. */
const networkCalls: readonly RecordedCall[] = [
  ...callsOf(
    'ec2',
    `DescribeEgressOnlyInternetGateways DescribeInternetGateways DescribeNatGateways DescribeRouteTables
    DescribeSecurityGroupRules DescribeSecurityGroups DescribeSubnets DescribeVpcEndpoints DescribeVpcPeeringConnections
    DescribeVpcs`,
  ),
  ...callsOf('elasticloadbalancing', 'DescribeListeners DescribeLoadBalancers DescribeTargetGroups'),
  ...callsOf('route53', 'ListHostedZones'),
  ...callsOf('route53', 'ListResourceRecordSets', 'arn:${Partition}:route53:::hostedzone/*'),
];

const traceCalls: readonly RecordedCall[] = [
  ...networkCalls,
  ...callsOf(
    'ec2',
    `DescribeInstances DescribeManagedPrefixLists DescribeNetworkAcls DescribeNetworkInterfaces DescribePrefixLists
    DescribeVpcBlockPublicAccessExclusions DescribeVpcBlockPublicAccessOptions`,
  ),
  ...callsOf('ec2', 'GetManagedPrefixListEntries', 'arn:${Partition}:ec2:${Region}:${Account}:prefix-list/*'),
  ...callsOf(
    'elasticloadbalancing',
    'DescribeLoadBalancerAttributes DescribeRules DescribeTargetGroupAttributes DescribeTargetHealth',
  ),
  ...callsOf('route53', 'ListHealthChecks'),
  ...callsOf('route53', 'GetHostedZone', 'arn:${Partition}:route53:::hostedzone/*'),
  ...callsOf('route53', 'GetHealthCheckStatus', 'arn:${Partition}:route53:::healthcheck/*'),
];

const networkPlanCalls: readonly RecordedCall[] = [
  ...networkCalls,
  ...callsOf('ec2', 'DescribeAddresses DescribeAvailabilityZones'),
  ...callsOf('ec2', 'DescribeVpcAttribute', 'arn:${Partition}:ec2:${Region}:${Account}:vpc/*'),
  ...callsOf('elasticloadbalancing', 'DescribeTags'),
];

const ofNetworkFile: Scenario['before'] = (world) => [['network', 'init', world.file('network.yaml')]];

/** What makes, changes and removes them. */
const networkChanges: readonly RecordedCall[] = [
  ...networkPlanCalls,
  ...callsOf(
    'ec2',
    `AllocateAddress AssociateRouteTable AssociateSubnetCidrBlock AssociateVpcCidrBlock AttachInternetGateway
    AuthorizeSecurityGroupIngress CreateEgressOnlyInternetGateway CreateInternetGateway CreateNatGateway CreateRoute
    CreateRouteTable CreateSecurityGroup CreateSubnet CreateTags CreateVpc CreateVpcEndpoint
    DeleteEgressOnlyInternetGateway DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable
    DeleteSecurityGroup DeleteSubnet DeleteTags DeleteVpc DeleteVpcEndpoints DescribeNetworkInterfaces
    DetachInternetGateway DisassociateRouteTable DisassociateSubnetCidrBlock DisassociateVpcCidrBlock
    ModifySubnetAttribute ModifyVpcAttribute ModifyVpcEndpoint ReleaseAddress ReplaceRoute
    ReplaceRouteTableAssociation RevokeSecurityGroupIngress`,
  ),
  ...callsOf(
    'elasticloadbalancing',
    `AddTags CreateListener CreateLoadBalancer CreateTargetGroup DeleteListener DeleteLoadBalancer
    DeleteTargetGroup ModifyListener ModifyTargetGroup RemoveTags SetIpAddressType SetSecurityGroups SetSubnets`,
  ),
  ...callsOf('route53', 'ChangeResourceRecordSets'),
];

const networkWords = (world: World): readonly string[] => [
  world.file('small-network.yaml'),
  '--state',
  world.file('no-network.json'),
];
const networkJournal = (world: World): string => world.file('small-network.yaml.plan.json.journal');
const makeNetwork: Scenario['before'] = (world) => [
  ['network', 'apply', ...networkWords(world), '--apply', '--yes'],
];

const scenarios: readonly Scenario[] = [
  { command: 'network apply', when: {}, words: networkWords, stated: networkPlanCalls },
  {
    command: 'network apply',
    when: { apply: true },
    shared: 'network',
    words: (world) => [...networkWords(world), '--apply', '--yes'],
    stated: networkChanges,
  },
  {
    command: 'network undo',
    when: {},
    shared: 'network',
    before: makeNetwork,
    words: (world) => [networkJournal(world)],
    stated: networkPlanCalls,
  },
  {
    command: 'network undo',
    when: { apply: true },
    shared: 'network',
    before: makeNetwork,
    words: (world) => [networkJournal(world), '--apply', '--yes'],
    stated: networkChanges,
  },
  {
    command: 'network show',
    when: { from: false, howToSave: false },
    words: () => [],
    stated: traceCalls,
  },
  {
    command: 'network trace',
    when: { from: false },
    words: () => ['internet', '10.80.0.17:443'],
    stated: traceCalls,
  },
  ...['check', 'survive'].flatMap((verb): Scenario[] => [
    {
      command: `network ${verb}`,
      when: { from: false, file: false },
      words: () => ['--path', 'internet -> 10.80.0.17:443'],
      stated: traceCalls,
    },
    {
      command: `network ${verb}`,
      when: { from: false, file: true, live: true },
      before: ofNetworkFile,
      words: (world) => [world.file('network.yaml'), '--live'],
      stated: traceCalls,
    },
  ]),
  {
    command: 'network plan',
    when: { from: false, state: false, new: false },
    before: ofNetworkFile,
    words: (world) => [world.file('network.yaml')],
    stated: networkPlanCalls,
  },
  {
    command: 'queue look',
    when: {},
    words: () => [failures],
    names: () => ({ [failures]: '{queue}' }),
    stated: callsForMessages(['ChangeMessageVisibility']),
  },
  {
    command: 'queue redrive',
    when: { dryRun: true },
    words: () => [failures, '--dry-run'],
    names: () => ({ [failures]: '{queue}' }),
    stated: callsForMessages(['ChangeMessageVisibility']),
  },
  {
    command: 'queue redrive',
    when: { dryRun: false },
    words: () => [failures, '--yes'],
    names: () => ({ [failures]: '{queue}' }),
    stated: redriveCalls,
  },
  {
    command: 'queue save',
    when: { delete: false },
    words: (world) => [failures, world.file('saved.gz')],
    names: () => ({ [failures]: '{queue}' }),
    stated: callsForMessages(['ChangeMessageVisibility']),
  },
  {
    command: 'queue save',
    when: { delete: true },
    words: (world) => [failures, world.file('saved.gz'), '--delete', '--yes'],
    names: () => ({ [failures]: '{queue}' }),
    stated: callsForMessages(['ChangeMessageVisibility', 'DeleteMessage']),
  },
  {
    command: 'queue restore',
    when: {},
    before: (world) => [['queue', 'save', failures, world.file('saved.gz')]],
    words: (world) => [world.file('saved.gz'), '--yes'],
    names: () => ({ [failures]: '*' }),
    stated: callsForMessages(['SendMessage'], '*'),
  },
  {
    command: 'inventory load',
    when: { dryRun: false, orderGuard: 'none?' },
    words: (world) => [world.file('stock.csv')],
    names: () => ({ Inventory: '{table}' }),
  },
  {
    command: 'inventory load',
    when: { dryRun: false, orderGuard: 'item' },
    words: (world) => [world.file('stock.csv'), '--order-guard', 'item'],
    names: () => ({ Inventory: '{table}' }),
  },
  {
    command: 'inventory load',
    when: { file: 's3://*' },
    words: ({ bucket }) => [`s3://${bucket}/stock.csv`, '--dry-run'],
    names: ({ bucket }) => ({ [bucket]: '{file:bucket}', 'stock.csv': '{file:key}' }),
  },
  {
    command: 'inventory load',
    when: { full: true },
    words: (world) => [world.file('stock.csv'), '--full', '--dry-run'],
    names: () => ({ Inventory: '{table}' }),
  },
  {
    command: 'inventory load',
    when: { engine: true, dryRun: true },
    words: (world) => [world.file('stock.csv'), '--engine', 'function', '--dry-run'],
    names: () => ({ Inventory: '{table}' }),
  },
  {
    command: 'inventory load',
    when: { undo: true, dryRun: false },
    words: (world) => [world.file('stock.csv'), '--undo'],
    names: () => ({ Inventory: '{table}' }),
    isPart: true,
  },
  {
    command: 'inventory loads',
    when: {},
    words: () => [],
    names: () => ({ InventoryLoads: '{ledger}' }),
  },
  {
    command: 'inventory undo',
    when: { load: 's3://*' },
    words: ({ bucket }) => [`s3://${bucket}/stock.csv`, '--yes'],
    names: () => ({ Inventory: '{table}', InventoryLoads: '{ledger}' }),
    stated: putsBack('{table}'),
  },
  {
    command: 'inventory undo',
    when: { load: '!s3://*' },
    before: (world) => [['inventory', 'load', world.file('stock.csv'), '--undo']],
    words: (world) => [world.file('stock.csv'), '--yes'],
    stated: putsBack('*'),
  },
  ...[false, true].flatMap((bucket): Scenario[] => {
    const chosen = ({ local }: World) =>
      bucket ? ['--bucket', local.resources.bucketName('AlertFailuresBucket')] : [];
    const place = bucket ? '{bucket}' : 'groundcrew-alert-failures-*';
    const names = ({ local }: World) => ({ [local.resources.bucketName('AlertFailuresBucket')]: place });
    // The bucket of the scenarios has none.
    const ofBatches = (...actions: readonly string[]) =>
      actions.map((action) => ({ action, resource: `arn:\${Partition}:s3:::${place}/*` }));
    const invoked = {
      action: 'lambda:InvokeFunction',
      resource: 'arn:${Partition}:lambda:${Region}:${Account}:function:*alert-no-stock',
    };
    return [
      {
        command: 'inventory alerts look',
        when: { bucket },
        words: chosen,
        names,
        stated: ofBatches('s3:GetObject'),
      },
      {
        command: 'inventory alerts replay',
        when: { dryRun: true, bucket },
        words: (world) => [...chosen(world), '--dry-run'],
        names,
        stated: [...ofBatches('s3:GetObject'), invoked],
      },
      {
        command: 'inventory alerts replay',
        when: { dryRun: false, bucket },
        words: (world) => [...chosen(world), '--yes'],
        names,
        stated: [...ofBatches('s3:DeleteObject', 's3:GetObject'), invoked],
      },
      ...[false, true].map((isDeleting): Scenario => ({
        command: 'inventory alerts save',
        when: { delete: isDeleting, bucket },
        words: (world) => [
          world.file('saved.gz'),
          ...chosen(world),
          ...(isDeleting ? ['--delete', '--yes'] : []),
        ],
        names,
        stated: ofBatches(...(isDeleting ? ['s3:DeleteObject'] : []), 's3:GetObject'),
      })),
      {
        command: 'inventory alerts restore',
        when: { bucket },
        before: (world) => [['inventory', 'alerts', 'save', world.file('saved.gz'), ...chosen(world)]],
        words: (world) => [world.file('saved.gz'), ...chosen(world), '--yes'],
        names,
        stated: [
          { action: 's3:PutObject', resource: `arn:\${Partition}:s3:::${bucket ? '{bucket}' : '*'}/*` },
        ],
      },
    ];
  }),
  { command: 'inventory metrics', when: {}, words: () => [] },
  {
    command: 'inventory backfill',
    when: { source: 's3://*', dryRun: true },
    shared: 'backfill',
    words: ({ bucket }) => [`s3://${bucket}/`, '--dry-run', '--state-machine', 'backfill-inventory'],
    names: ({ bucket }) => ({ Inventory: '{table}', [bucket]: '{source:bucket}' }),
  },
  {
    command: 'inventory backfill',
    when: { source: 's3://*', dryRun: false },
    shared: 'backfill',
    words: ({ bucket }) => [`s3://${bucket}/`, '--follow', '--state-machine', 'backfill-inventory'],
    names: ({ bucket }) => ({
      Inventory: '{table}',
      [bucket]: '{source:bucket}',
      'backfill-inventory': '{stateMachine}',
    }),
  },
  {
    command: 'inventory backfill',
    when: { source: '!s3://*' },
    shared: 'backfill',
    // There is none of this name: what it would continue with is stated.
    words: () => ['stop', 'none', '--state-machine', 'backfill-inventory'],
    stated: [
      ...['DescribeExecution', 'ListMapRuns', 'StopExecution', 'RedriveExecution'].map((action) => ({
        action: `states:${action}`,
        resource: 'arn:${Partition}:states:${Region}:${Account}:execution:{stateMachine}:*',
      })),
      ...['DescribeMapRun', 'UpdateMapRun'].map((action) => ({
        action: `states:${action}`,
        resource: 'arn:${Partition}:states:${Region}:${Account}:mapRun:{stateMachine}/*:*',
      })),
      { action: 's3:PutObject', resource: 'arn:${Partition}:s3:::*/*' },
    ],
  },
  {
    command: 'inventory list',
    when: { store: false },
    words: () => [],
    names: () => ({ Inventory: '{table}' }),
  },
  {
    command: 'inventory list',
    when: { store: true },
    words: () => ['--store', 'Berlin'],
    names: () => ({ Inventory: '{table}' }),
  },
  { command: 'whoami', when: {}, words: () => [] },
  ...searching('ec2 list', [], undefined, { from: false }),
  ...[
    ['~statusChecks,checks,status', 'id,Checks'],
    ['~ssm', 'ssm'],
    ['~imageName,ami-name,imageAge,ami-age,imageCreatedAt', 'ami-age'],
    ['~vpcName,vpc-name', 'vpc-name'],
    ['~subnetName,subnet-name', 'subnet-name'],
  ].map(([names, typed]): Scenario => ({
    command: 'ec2 list',
    when: { 'columns|sort': names! },
    words: () => ['--columns', typed!],
  })),
  { command: 'ec2 list', when: { describe: true }, words: () => ['--describe'] },
  ...searching('ec2 lookup', ['shop-web-0'], undefined, { from: false }),
  { command: 'ec2 type', when: { describe: true }, words: () => ['m7g.large', '--describe'] },
  {
    command: 'ec2 watch',
    when: { sns: 'arn:*' },
    words: ({ local }) => ['--sns', local.resources.topicArn('NoStockTopic')],
    names: () => ({ NoStock: '{sns:name}' }),
    notice: true,
  },
  {
    command: 'ec2 watch',
    when: { sns: '!arn:*' },
    words: () => ['--sns', 'NoStock', '--region', region],
    names: () => ({ NoStock: '{sns}' }),
    notice: true,
  },
  ...collecting(searching('account collect', [])),
  ...collecting([
    {
      command: 'account collect',
      when: { networks: true },
      words: () => ['--networks'],
      stated: [...traceCalls, ...networkPlanCalls],
    },
  ]),
  ...collecting(searching('tags collect', [])),
  ...['tags audit', 'tags plan'].flatMap((command) =>
    collecting(searching(command, [], undefined, { from: false })).map((scenario): Scenario => ({
      ...scenario,
      words: (world) => [
        ...scenario.words(world),
        ...policy(world),
        ...(command === 'tags plan' ? ['--out', world.file('new.json')] : []),
      ],
    })),
  ),
  { command: 'tags apply', when: {}, before: makePlan, words: (world) => [world.file('plan.json')] },
  {
    command: 'tags apply',
    when: { apply: true },
    shared: 'tags',
    stated: tagChanges,
    before: makePlan,
    words: (world) => [world.file('plan.json'), '--apply', '--yes'],
  },
  {
    command: 'tags apply',
    when: { role: true },
    before: planElsewhere,
    words: (world) => [world.file('plan.json'), '--role', 'groundcrew'],
    names: roleName,
    isPart: true,
  },
  {
    command: 'tags undo',
    when: {},
    shared: 'tags',
    stated: tagReads,
    before: applyPlan,
    words: (world) => [world.file('plan.json.journal')],
  },
  {
    command: 'tags undo',
    when: { apply: true },
    shared: 'tags',
    stated: [...tagReads, ...tagChanges],
    before: applyPlan,
    words: (world) => [world.file('plan.json.journal'), '--apply', '--yes'],
  },
  {
    command: 'tags undo',
    when: { role: true },
    before: (world) => [
      ...planElsewhere(world),
      ['tags', 'apply', world.file('plan.json'), '--apply', '--yes', '--role', 'groundcrew'],
    ],
    words: (world) => [world.file('plan.json.journal'), '--role', 'groundcrew'],
    names: roleName,
    isPart: true,
  },
  ...searching('schedule plan', []).map((scenario): Scenario => ({
    ...scenario,
    words: (world) => [world.file('schedule.yaml'), ...scenario.words(world)],
    // The other account has no spot instance.
    isPart: true,
  })),
  ...['plan', 'why'].map((verb): Scenario => ({
    command: `schedule ${verb}`,
    when: { table: true },
    words: (world) => [
      ...(verb === 'why' ? ['i-0a1b2c3d4e5f60718'] : []),
      world.file('schedule.yaml'),
      '--table',
      'Schedules',
    ],
    names: () => ({ Schedules: '{table}' }),
    isPart: true,
  })),
  ...searching('schedule why', []).map((scenario): Scenario => ({
    ...scenario,
    words: (world) => ['i-0a1b2c3d4e5f60718', world.file('schedule.yaml'), ...scenario.words(world)],
    isPart: true,
  })),
  {
    command: 'schedule why',
    when: {},
    words: (world) => ['shop', world.file('schedule.yaml')],
    // An instance takes other calls.
    isPart: true,
  },
  {
    command: 'schedule override',
    when: { on: false, off: false },
    words: () => [],
    names: () => ({ Schedules: '{table}' }),
  },
  ...['on', 'off'].map((wanted): Scenario => ({
    command: 'schedule override',
    when: { [wanted]: true },
    words: () => ['office-hours', `--${wanted}`, '--until', '2h', '--reason', 'release'],
    names: () => ({ Schedules: '{table}' }),
  })),
  ...['apply', 'undo'].flatMap((verb): Scenario[] => {
    const command = `schedule ${verb}`;
    const file = verb === 'apply' ? 'stops.json' : 'stops.json.journal';
    const before = verb === 'apply' ? planStops : applyStops;
    return [
      { command, when: {}, before, words: (world) => [world.file(file)] },
      { command, when: { apply: true }, before, words: (world) => [world.file(file), '--apply', '--yes'] },
      {
        command,
        when: { role: true },
        before: (world) => (verb === 'apply' ? planStops(world, elsewhere) : applyStops(world, elsewhere)),
        words: (world) => [world.file(file), '--role', 'groundcrew'],
        names: roleName,
      },
    ];
  }),
  ...collecting(searching('tags group', ['--by', 'Project'])),
  {
    command: 'tags group',
    when: { apply: true },
    words: (world) => ['--by', 'Project', '--apply', '--yes', '--out', world.file('groups.json')],
    stated: globalLists,
  },
  ...costs('cost report', ['--period', '2026-10', '--compare', 'none']),
  {
    command: 'cost report',
    when: { source: 'cost-explorer?', forecast: 'aws' },
    words: () => ['--forecast', 'aws', '--compare', 'none'],
    stated: cacheCalls,
  },
  ...costs('cost diff', ['2026-09', '2026-10']),
  ...costs('cost anomalies', []),
  {
    command: 'cost report',
    when: { source: 'cost-explorer?', by: 'tag:*' },
    words: () => ['--by', 'tag:CostCenter', '--period', '2026-10', '--compare', 'none'],
    stated: cacheCalls,
  },
  { command: 'cost commitments', when: { source: 'cost-explorer?' }, words: () => [] },
  {
    command: 'cost commitments',
    when: { source: 's3://*' },
    words: ({ bucket }) => ['--period', '2026-10', '--source', `s3://${bucket}/bills/`],
    names: (world) => ({ [world.bucket]: '{source:bucket}', 'bills/*': '{source:key}' }),
  },
  { command: 'cost tags', when: { activate: false, backfill: false }, words: () => [] },
  { command: 'cost tags', when: { activate: true }, words: () => ['--activate', 'Owner'] },
  {
    command: 'cost tags',
    when: { apply: true, activate: true },
    words: (world) => ['--activate', 'Owner', '--apply', '--yes', '--out', world.file('cost-tags.json')],
  },
  {
    command: 'cost tags',
    when: { apply: true, backfill: true },
    words: () => ['--backfill', '2026-10', '--apply', '--yes'],
  },
  {
    command: 'iam explain',
    when: { role: true },
    words: ({ bucket }) => ['--role', 'load-inventory', 's3:GetObject', `arn:aws:s3:::${bucket}/a`],
    names: () => ({ 'load-inventory': '{role}' }),
    // The roles here have no managed policies and no boundary.
    stated: ['GetPolicy', 'GetPolicyVersion'].map((name) => ({
      action: `iam:${name}`,
      resource: 'arn:${Partition}:iam::*:policy/*',
    })),
  },
  {
    command: 'console',
    when: { local: false },
    words: consoleWords,
    names: consoleNames,
    drive: async (words) =>
      await visitConsole(words, async (shop) => {
        // What a full export would do is read in the table, and changes nothing.
        const { location } = (await (
          await shop.post('/upload?name=s.csv', 'store,item,count\nBerlin,Kettle,5\n')
        ).json()) as { location: string };
        await shop.until(location, /What will happen/);
        await shop.post(`${location}/answer`, new URLSearchParams({ full: 'zero' }));
        await shop.until(location, /Set to 0: the file does not name them/);
      }),
  },
  {
    command: 'console',
    when: { local: false, allowChanges: true },
    words: (world) => [...consoleWords(world), '--allow-changes'],
    names: consoleNames,
    drive: async (words) =>
      await visitConsole(words, async (shop) => {
        const csv = 'store,item,count\nBerlin,Kettle,5\nBerlin,Mug,x\n';
        const { location } = (await (await shop.post('/upload?name=s.csv', csv)).json()) as {
          location: string;
        };
        await shop.until(location, /What will happen/);
        await shop.post(`${location}/answer`, new URLSearchParams({ full: 'zero' }));
        await shop.until(location, /Set to 0: the file does not name them/);
        await shop.post(`${location}/load`, new URLSearchParams({ vanished: 'confirmed' }));
        await shop.until(location, /1 row is stored/);
        const loads = await (await shop.get('/loads')).text();
        const undo = /href="(\/loads\/undo[^"]*)"/.exec(loads)![1]!.replaceAll('&amp;', '&');
        expect(await (await shop.post(undo)).text()).toContain('The load is undone.');
      }),
  },
];

function consoleWords({ local }: World): string[] {
  return ['--rejects-bucket', local.resources.bucketName('RejectsBucket')];
}

function consoleNames({ local }: World): Readonly<Record<string, string>> {
  return {
    Inventory: '{table}',
    InventoryLoads: '{ledgerTable}',
    NoStock: '{topic}',
    [local.resources.bucketName('RejectsBucket')]: '{rejectsBucket}',
  };
}

/** Opens each page of the console, whose reports have policies of their own, after something was done. */
async function visitConsole(
  words: readonly string[],
  work: (shop: RunningConsole) => Promise<void>,
): Promise<void> {
  const shop = await openConsole(words);
  try {
    await work(shop);
    for (const path of ['/alerts', '/loads', '/rejects']) expect((await shop.get(path)).status).toBe(200);
    const file = /href="(\/rejects\/file[^"]*)"/.exec(await (await shop.get('/rejects')).text())?.[1];
    const missing = `/rejects/file?at=${encodeURIComponent(`s3://${words[1]}/a/b.csv.00.rejects.csv`)}`;
    await shop.get(file?.replaceAll('&amp;', '&') ?? missing);
    await shop.until('/shelves', /As of|Live/);
  } finally {
    await shop.stop();
  }
}

/** Everything is stopped, in the current region. */
function planStops(world: World, more: readonly string[] = []): string[][] {
  return [['schedule', 'plan', world.file('schedule.yaml'), '--out', world.file('stops.json'), ...more]];
}

function applyStops(world: World, more: readonly string[] = []): string[][] {
  const role = more.length > 0 ? ['--role', 'groundcrew'] : [];
  return [
    ...planStops(world, more),
    ['schedule', 'apply', world.file('stops.json'), '--apply', '--yes', ...role],
  ];
}

const withoutCalls = [
  'completion',
  'account diff',
  'account show',
  'rehearse',
  'demo',
  'local',
  'ec2 metadata',
  'tags policy import',
  'tags policy init',
  'tags policy check',
  'network address-plan',
  'network init',
  'schedule init',
  'schedule check',
  'schedule simulate',
  'schedule rehearse',
  'deploy template',
];

const sample = parseAccounts(
  JSON.parse(await readFile(join(import.meta.dirname, '../samples/account/account.json'), 'utf8')),
);
/** With a cluster of ECS in the current region, as only in clusters its services are listed. */
const accounts = {
  ...sample,
  accounts: sample.accounts.map((account) => ({
    ...account,
    regions: {
      ...account.regions,
      [region]: {
        ...account.regions[region],
        others: [{ arn: `arn:aws:ecs:${region}:${account.id}:cluster/shop`, tags: { Project: 'shop' } }],
      },
    },
  })),
};
const functions = await testedFunctions(
  'thread',
  stack.functions.map(({ name }) => name),
);
const packedBill = gzipSync(await readFile(recentBill), { level: 1 });

/** What can be stopped besides instances, in the current region of each account. */
const scheduledLists = {
  dbInstances: [{ name: 'shop' }],
  dbClusters: [{ name: 'orders' }],
  autoScalingGroups: [{ name: 'web', min: 0, desired: 1, max: 2 }],
};
const scheduledAccounts = {
  ...accounts,
  accounts: accounts.accounts.map((account) => ({
    ...account,
    regions: { ...account.regions, [region]: { ...account.regions[region], ...scheduledLists } },
  })),
};

const sharedWorlds = new Map<string, World>();
const closeShared: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closeShared) await close();
});

function useEnvironment(local: LocalAws): void {
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  onTestFinished(() => void vi.unstubAllEnvs());
}

async function openWorld(scenario: Scenario): Promise<World> {
  const isOfLoad = scenario.command === 'inventory undo' && scenario.when['load'] === 's3://*';
  const isBackfill = scenario.command === 'inventory backfill';
  const hasFunctions = scenario.command.startsWith('iam') || isOfLoad || isBackfill;
  const local = await startLocal({
    region,
    accounts: scenario.command.startsWith('schedule') ? scheduledAccounts : accounts,
    ...(scenario.command.startsWith('cost') && {
      bill: await billOf(recentBill),
      clock: createMovableClock(nowMs),
    }),
    ...(scenario.command.startsWith('queue') && { clock: createSkippingClock() }),
    instanceDelays: { startMs: 1, stopMs: 1 },
    databaseDelays: { startMs: 1, stopMs: 1 },
    stack: hasFunctions ? stack : { ...stack, functions: [], tables: [...stack.tables, schedulesTable] },
    ...(hasFunctions && functions),
    ...(isOfLoad && { settings: { UndoJournal: 'on' } }),
    ...(isBackfill && { settings: { OrderGuard: 'item' } }),
  });
  const { imds, environment = {} } = scenario.notice ? await startInstance() : {};
  imds?.notify('spot', { time: new Date(Date.now() + 120_000) });
  useEnvironment(local);
  const folder = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  const close = async () => {
    await local.close();
    await rm(folder, { recursive: true });
  };
  if (scenario.shared === undefined) onTestFinished(close);
  else closeShared.push(close);
  const file = (name: string) => join(folder, name);
  await writeFile(file('tags.yaml'), POLICY_TEXT);
  await writeFile(file('schedule.yaml'), SCHEDULE_TEXT);
  await writeFile(file('small-network.yaml'), NETWORK_TEXT);
  await writeFile(file('no-network.json'), JSON.stringify({ format: STATE_FORMAT, region, items: [] }));
  await writeFile(file('stock.csv'), 'store,item,count\nBerlin,Kettle,3\n');
  const bucket = local.resources.bucketName('StockBucket');
  const client = createS3Client({ region });
  await putObject(client, { bucket, key: 'stock.csv', body: 'store,item,count\nBerlin,Kettle,3\n' });
  if (scenario.when['source'] === 's3://*') {
    await putObject(client, { bucket, key: 'bills/2026.csv.gz', body: packedBill });
  }
  client.destroy();
  if (isOfLoad || isBackfill) await local.idle();
  return {
    local,
    bucket,
    file,
    environment: { ...environment, XDG_CACHE_HOME: file('cache'), AWS_REGION: region },
  };
}

const ownRoles = new Set([
  ...stack.functions.map(({ name }) => name),
  ...stack.stateMachines.map(({ name }) => `states-${name}`),
]);

/** The calls so far, each as often as it was made. */
function tallyOf(local: LocalAws): Map<string, number> {
  const tally = new Map<string, number>();
  for (const { action, resource, alsoOn = [], caller } of local.calls()) {
    // What a state machine and its functions do they do by roles of their own.
    if (ownRoles.has(caller)) continue;
    for (const one of [resource, ...alsoOn]) {
      const key = `${action} ${one}`;
      tally.set(key, (tally.get(key) ?? 0) + 1);
    }
  }
  return tally;
}

/** Runs a scenario; returns the actions and ARNs of its own calls. */
async function record(
  scenario: Scenario,
): Promise<{ readonly seen: readonly string[]; readonly world: World }> {
  const left = sharedWorlds.get(scenario.shared ?? '');
  if (left) useEnvironment(left.local);
  const world = left ?? (await openWorld(scenario));
  if (scenario.shared !== undefined) sharedWorlds.set(scenario.shared, world);
  const run = (words: readonly string[]) =>
    groundcrew(words, {
      environment: world.environment,
      ...(scenario.command.startsWith('cost') && { now: () => nowMs }),
    });
  for (const words of left ? [] : (scenario.before?.(world) ?? [])) await run(words);
  const before = tallyOf(world.local);
  if (scenario.drive) {
    await scenario.drive(scenario.words(world));
    const driven = [...tallyOf(world.local)].filter(([key, count]) => count > (before.get(key) ?? 0));
    return { seen: driven.map(([key]) => key), world };
  }
  const { code, err } = await run([...scenario.command.split(' '), ...scenario.words(world)]);
  // Findings, gaps and notices are as good as an end without any; so is it not to find an instance.
  const mayFail =
    ['ec2 lookup', 'schedule why'].includes(scenario.command) || scenario.when['source'] === '!s3://*';
  // What a path is, and whether it is known, is as good as an end without findings.
  const answers = scenario.command.startsWith('network') ? [1, 5, 6] : [];
  expect([0, 3, 4, ...answers, ...(mayFail ? [1] : [])], err).toContain(code);
  const seen = [...tallyOf(world.local)].filter(([key, count]) => count > (before.get(key) ?? 0));
  return { seen: seen.map(([key]) => key), world };
}

/** A call in terms of ARN formats and options. */
function generalize(call: string, names: Readonly<Record<string, string>>): RecordedCall {
  const at = call.indexOf(' ');
  const [action, arn] = [call.slice(0, at), call.slice(at + 1)];
  if (arn === '*') return { action, resource: '*' };
  const formats = Object.values(formatsOf(authorizationTable, action))
    .filter((format) => readFormat(arn, format) !== undefined)
    .toSorted(
      (one, other) => other.replaceAll(/\$\{\w+\}/g, '').length - one.replaceAll(/\$\{\w+\}/g, '').length,
    );
  const format = formats[0];
  if (format === undefined) throw new Error(`${call} has no format of the reference`);
  const values = readFormat(arn, format)!;
  const resource = format.replaceAll(/\$\{(\w+)\}/g, (whole, name: string) => {
    if (['Partition', 'Region', 'Account'].includes(name)) return whole;
    const value = values[name]!;
    const known = Object.entries(names).find(([text]) =>
      text.endsWith('*') ? value.startsWith(text.slice(0, -1)) : text === value,
    );
    return known?.[1] ?? '*';
  });
  return { action, resource };
}

function problemsOf(document: PolicyDocument): string[] {
  return findPolicyProblems(authorizationTable, readPolicyDocument(document, 'printed'));
}

const table: Record<string, CommandCalls[]> = {};
/** What a command calls elsewhere it calls here too, but for the role: `npm test` is content with one account and region. */
const isWhole = inject('effort') === 1;
const played = scenarios.filter(
  ({ when }) => isWhole || (when['accounts'] === undefined && when['regions'] === undefined),
);
const titled = played.map((scenario) => [scenario.command, JSON.stringify(scenario.when), scenario] as const);

test.each(titled)(
  'what %s calls if %s is allowed by the policy that it prints',
  async (command, _, scenario) => {
    const { stated = [], isPart } = scenario;
    if (scenario.when['source'] === 'athena') {
      (table[command] ??= []).push({ when: scenario.when, calls: stated });
      const asked = [...command.split(' '), '--source', 'athena', '--print-policy'];
      expect(problemsOf(JSON.parse((await groundcrew(asked)).out) as PolicyDocument)).toEqual([]);
      return;
    }
    const { seen, world } = await record(scenario);
    const calls = seen.map((call) => generalize(call, scenario.names?.(world) ?? {}));
    const unique = new Map([...calls, ...stated].map((call) => [`${call.action} ${call.resource}`, call]));
    const recorded = {
      when: scenario.when,
      calls: [...unique].toSorted(([one], [other]) => (one < other ? -1 : 1)).map(([, call]) => call),
    };
    (table[command] ??= []).push(recorded);
    if (!isWhole) expect(commandCalls[command]).toContainEqual(recorded);

    const words = [...command.split(' '), ...scenario.words(world), '--print-policy', '--region', region];
    const printed = await groundcrew(words, { environment: world.environment });
    expect(printed).toMatchObject({ code: 0, err: '' });
    const document = JSON.parse(printed.out) as PolicyDocument;
    const least = readPolicyDocument(document, 'printed');
    const context = { values: {}, complete: true };
    const refused = seen.filter((call) => {
      const [action = '', ...resource] = call.split(' ');
      const request = { action, resource: resource.join(' '), context };
      return evaluate({ identity: [{ name: 'printed', policy: least }] }, request).outcome !== 'allowed';
    });
    expect(refused).toEqual([]);
    expect(problemsOf(document)).toEqual([]);
    const granted = document.Statement.flatMap(({ Action }) => Action);
    const needed = [...seen.map((call) => call.split(' ')[0]!), ...stated.map(({ action }) => action)];
    if (isPart) expect(granted).toEqual(expect.arrayContaining(needed));
    else expect(new Set(granted)).toEqual(new Set(needed));
  },
);

test.each(isWhole ? [table] : [])('the recorded calls are those of the table', async (recorded) => {
  const entries = Object.entries(recorded).map(([command, found]) => {
    const lines = found.map((one) => `    ${JSON.stringify(one)}`);
    return `  ${JSON.stringify(command)}: [\n${lines.join(',\n')}\n  ]`;
  });
  await expect(`{\n${entries.join(',\n')}\n}\n`).toMatchFileSnapshot(
    '../packages/permissions/src/command-calls.json',
  );
});

test('every command is in the table, or known to call nothing', () => {
  expect([...Object.keys(commandCalls), ...withoutCalls].toSorted()).toEqual(
    program.commands.map(({ name }) => name).toSorted(),
  );
});

test('the policy of a command can be asked for without its arguments, and needs no account', async () => {
  const { code, out } = await groundcrew(['inventory', 'load', '--print-policy', '--table', 'Shelves']);
  expect(code).toBe(0);
  expect(JSON.parse(out).Statement).toContainEqual({
    Effect: 'Allow',
    Action: ['dynamodb:BatchWriteItem'],
    Resource: 'arn:aws:dynamodb:*:*:table/Shelves',
  });
});

test('a command that calls nothing reports that, and prints a policy without statements', async () => {
  const { code, out, err } = await groundcrew(['ec2', 'type', 'm7g.large', '--print-policy']);
  expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('it needs no permissions') });
  expect(JSON.parse(out)).toEqual({ Version: '2012-10-17', Statement: [] });
});
