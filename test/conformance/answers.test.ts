import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { StackManifest } from '@groundcrew/lambda';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { otherTypes, twinsOf } from '../support/arbitrary-others.ts';
import { outputOf } from './command.ts';
import { createWorkFolder, root, tool, toolEnvironment } from './tools.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;

const code = `export const handler = async ({ lines = [] }) => {
  const _aws = { Timestamp: Date.now(), CloudWatchMetrics: [
    { Namespace: 'groundcrew', Dimensions: [['stage']], Metrics: [{ Name: 'Rows', Unit: 'Count' }] },
  ] };
  for (const line of lines) console.log(line);
  if (lines.length > 0) console.log(JSON.stringify({ _aws, stage: 'test', Rows: [1, 2] }));
};`;

const stack: StackManifest = {
  name: 'answers',
  description: '',
  settings: [],
  buckets: [],
  tables: [],
  topics: [],
  queues: [],
  apis: [],
  functions: [
    {
      name: 'measure',
      description: '',
      memoryMb: 128,
      timeoutSeconds: 10,
      environment: {},
      trigger: { type: 'invoke' },
      permissions: [],
    },
  ],
  stateMachines: [],
  alarms: [],
  alarmTopic: '',
};

const accounts = parseAccounts({
  organization: true,
  accounts: [
    {
      id: '111122223333',
      alias: 'shop',
      roles: [{ name: 'reader' }],
      regions: {
        'us-east-1': {
          instances: [
            { name: 'web-{n}', count: 12, type: 'm7g.large', publicIp: true, tags: { Project: 'shop' } },
            { type: 't3.micro', state: 'stopped', ssm: 'ConnectionLost' },
          ],
          volumes: [{ name: 'data', sizeGiB: 8, tags: { Project: 'shop' } }, { sizeGiB: 9 }],
          snapshots: [{ volume: 'data' }],
          images: [{ name: 'base' }],
          addresses: [{ instance: 'web-{n}' }],
          routeTables: [{ vpc: 'shop' }],
          internetGateways: [{ vpc: 'shop' }],
          natGateways: [{ subnet: 'public', vpc: 'shop' }],
          buckets: [{ name: 'described', tags: { Project: 'shop' } }],
          functions: [{ name: 'described' }],
          dbInstances: [
            { name: 'shop', tags: { Project: 'shop' } },
            { name: 'idle', status: 'stopped' },
            { name: 'full', status: 'stopped', startFault: 'capacity' },
            { name: 'locked', status: 'stopped', startFault: 'kms' },
            { name: 'copy', replicaOf: 'shop-eu' },
            { name: 'shop-eu' },
            { name: 'orders-1', cluster: 'orders' },
          ],
          dbClusters: [{ name: 'orders' }, { name: 'resting', status: 'stopped' }],
          others: otherTypes('us-east-1').flatMap((type) =>
            twinsOf(type, 'us-east-1').map((arn) => ({ arn, tags: { Project: 'shop' } })),
          ),
          autoScalingGroups: [
            { name: 'api', min: 0, desired: 0, max: 1 },
            { name: 'web', min: 1, desired: 2, max: 4 },
          ],
        },
      },
    },
  ],
});

beforeAll(async () => {
  work = await createWorkFolder();
  await writeFile(path.join(work.path, 'index.mjs'), code);
  local = await startLocal({
    stack,
    accounts,
    bundles: [{ name: 'measure', directory: work.path, handler: 'index.handler' }],
    bill: path.join(root, 'samples/cost/bill-focus-2026.csv.gz'),
  });
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

/** botocore's names of services that differ. */
const botocoreNames: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['dynamodb', 'dynamodbstreams'],
  apigateway: ['apigateway', 'apigatewayv2'],
  elasticfilesystem: ['efs'],
  elasticloadbalancing: ['elb', 'elbv2'],
  es: ['opensearch'],
  states: ['stepfunctions'],
  tagging: ['resourcegroupstaggingapi'],
};

test('every answer of every operation is one that its service model allows', async () => {
  const script = fileURLToPath(new URL('check_answers.py', import.meta.url));
  const output = await outputOf(tool('python'), [script, local.endpoint], {
    env: toolEnvironment(work.path),
  });
  const { problems, called } = JSON.parse(output) as {
    readonly problems: readonly string[];
    readonly called: Readonly<Record<string, readonly string[]>>;
  };
  expect(problems).toEqual([]);
  for (const { name, operations } of local.services()) {
    if (name === 'execute-api') continue;
    const calledHere = (botocoreNames[name] ?? [name]).flatMap((one) => called[one] ?? []);
    expect([name, operations.filter((operation) => !calledHere.includes(operation))]).toEqual([name, []]);
  }
});
