import { Agent, request } from 'node:http';
import { text } from 'node:stream/consumers';
import * as logs from '@aws-sdk/client-cloudwatch-logs';
import * as costExplorer from '@aws-sdk/client-cost-explorer';
import * as dynamodb from '@aws-sdk/client-dynamodb';
import * as streams from '@aws-sdk/client-dynamodb-streams';
import * as ec2 from '@aws-sdk/client-ec2';
import * as loadBalancing from '@aws-sdk/client-elastic-load-balancing-v2';
import * as resourceGroups from '@aws-sdk/client-resource-groups';
import * as tagging from '@aws-sdk/client-resource-groups-tagging-api';
import * as sns from '@aws-sdk/client-sns';
import * as sqs from '@aws-sdk/client-sqs';
import * as sts from '@aws-sdk/client-sts';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { LocalEvent } from './events.ts';
import type { LocalAws } from './options.ts';
import { startLocal } from './start-local.ts';
import { testStack } from './testing/test-stack.ts';

let local: LocalAws;
const bugs: LocalEvent[] = [];
/** Requests by this take half of the time of `fetch`. */
const agent = new Agent({ keepAlive: true });
beforeAll(async () => {
  local = await startLocal({
    stack: testStack([]),
    onEvent: (event) => void (event.type === 'bug' && bugs.push(event)),
  });
});
afterAll(async () => {
  agent.destroy();
  await local.close();
});

/** The names of all members of a service's structures, from the schemas that its client has. */
function memberNames(client: object): string[] {
  const names = Object.entries(client).flatMap(([name, schema]) =>
    name.endsWith('$') && Array.isArray(schema) && schema[0] === 3 ? (schema[4] as string[]) : [],
  );
  return [...new Set(names)];
}

const existing = [
  'Stock',
  'Store',
  'S',
  'HASH',
  'failures',
  'Alerts',
  'arn:aws:sqs:us-east-1:000000000000:failures',
  'http://127.0.0.1/000000000000/failures',
  'arn:aws:sns:us-east-1:000000000000:Alerts',
  '/aws/lambda/none',
  'All',
  '{}',
];
const anyText = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...existing) },
  fc.string(),
  fc.constantFrom('', '-1', '1e999', '\u0000', '[', '{"a":[1]}'),
);

const junk = fc.oneof(
  anyText,
  fc.constantFrom(null, true, 0, -1, 1.5, 1e300, 10, [], {}, [null], [{}], { a: null }),
);

/**
 * A value of a schema, mostly: members have their names and their types, but any of them may be missing or anything else. The schemas
 * are those of Smithy's runtime: a number for a simple type, 64 and 128 added for a list and a map of it, a list for the others.
 */
function anyOf(schema: unknown, depth = 0): fc.Arbitrary<unknown> {
  if (depth > 4) return junk;
  return fc.oneof({ weight: 8, arbitrary: rightOf(schema, depth) }, { weight: 1, arbitrary: junk });
}

function rightOf(schema: unknown, depth: number): fc.Arbitrary<unknown> {
  if (typeof schema === 'function') return rightOf((schema as () => unknown)(), depth);
  if (typeof schema === 'number') {
    if (schema & 128)
      return fc.dictionary(fc.oneof(anyText, fc.constant('__proto__')), anyOf(schema & 63, depth + 1), {
        maxKeys: 3,
      });
    if (schema & 64) return fc.array(anyOf(schema & 63, depth + 1), { maxLength: 3 });
    if (schema === 1) return fc.oneof(fc.integer({ min: -1, max: 20 }), fc.constantFrom(0.5, 1e300, 2 ** 53));
    return schema === 2 ? fc.boolean() : anyText;
  }
  if (!Array.isArray(schema)) return anyText;
  const [kind, , , , first, second] = schema as unknown[];
  if (kind === 4) {
    const kinds = (first as string[]).map((name, at) =>
      anyOf((second as unknown[])[at], depth + 1).map((value) => ({ [name]: value })),
    );
    return fc.oneof(...kinds);
  }
  if (kind === 1) return fc.array(anyOf(first, depth + 1), { maxLength: 3 });
  if (kind === 2) return fc.dictionary(anyText, anyOf(second, depth + 1), { maxKeys: 3 });
  if (kind !== 3) return typeof kind === 'number' && schema.length > 2 ? anyText : rightOf(kind, depth);
  const members = (first as string[]).map((name, at) => [name, anyOf((second as unknown[])[at], depth + 1)]);
  return fc.record(Object.fromEntries(members) as Record<string, fc.Arbitrary<unknown>>, {
    requiredKeys: [],
  });
}

/** An operation's schema names that of its input. */
function anyInputOf(client: object, operation: string): fc.Arbitrary<Record<string, unknown>> {
  const schema = (client as Record<string, unknown[]>)[`${operation}$`]!;
  return rightOf(schema[4], 0) as fc.Arbitrary<Record<string, unknown>>;
}

/** As the query protocol writes it. */
function toForm(value: unknown, name = ''): [string, string][] {
  const at = (part: string) => (name === '' ? part : `${name}.${part}`);
  if (Array.isArray(value)) return value.flatMap((one, index) => toForm(one, at(`member.${index + 1}`)));
  if (typeof value !== 'object' || value === null) return name === '' ? [] : [[name, String(value)]];
  const isMap = /Attributes$/.test(name);
  return Object.entries(value).flatMap(([key, member], index) =>
    isMap
      ? [
          [at(`entry.${index + 1}.key`), key] as [string, string],
          ...['Name', 'value', 'Value'].flatMap((part) =>
            toForm(part === 'Name' ? key : member, at(`entry.${index + 1}.${part}`)),
          ),
        ]
      : toForm(member, at(key)),
  );
}

interface Sent {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
}

/** No answer is a defect: neither of the server's, nor by an error that it did not expect. */
async function expectAnswer({
  service,
  method = 'POST',
  path = '/',
  headers = {},
  body,
}: Sent): Promise<void> {
  const authorization = `AWS4-HMAC-SHA256 Credential=a/20260101/us-east-1/${service}/aws4_request`;
  const status = await statusOf(`${local.endpoint}${path}`, method, { ...headers, authorization }, body);
  if (bugs.length > 0) expect(bugs).toEqual([]);
  if (status === 500) expect(status).not.toBe(500);
}

/** The status of the whole answer. */
function statusOf(
  url: string,
  method: string,
  headers: Readonly<Record<string, string>>,
  body: string | undefined,
): Promise<number> {
  return new Promise((resolve, reject) => {
    request(url, { method, headers, agent }, (response) => {
      text(response).then(() => resolve(response.statusCode!), reject);
    })
      .on('error', reject)
      .end(body);
  });
}

const numRuns = 100 * inject('effort');

// ReceiveMessage may wait for 20 seconds, as it should.
const withoutWait = (input: unknown) => ({ ...(input as object), WaitTimeSeconds: 0 });

const event = [
  3,
  '',
  '',
  0,
  ['Source', 'DetailType', 'Detail', 'Time', 'Resources', 'EventBusName'],
  [0, 0, 0, 1, 64, 0],
];
const events$ = { PutEvents$: [9, '', '', 0, [3, '', '', 0, ['Entries'], [[1, '', '', 0, event]]]] };

test.each([
  ['sqs', 'AmazonSQS.', sqs],
  ['logs', 'Logs_20140328.', logs],
  ['tagging', 'ResourceGroupsTaggingAPI_20170126.', tagging],
  ['ce', 'AWSInsightsIndexService.', costExplorer],
  ['events', 'AWSEvents.', events$],
])('any JSON is answered by %s', async (name, prefix, client) => {
  for (const operation of operationsOf(name)) {
    await fc.assert(
      fc.asyncProperty(anyInputOf(client, operation), (value) =>
        expectAnswer({
          service: name,
          headers: { 'x-amz-target': `${prefix}${operation}` },
          body: JSON.stringify(withoutWait(value)),
        }),
      ),
      { numRuns },
    );
  }
});

test.each([
  ['DynamoDB_20120810.', dynamodb],
  ['DynamoDBStreams_20120810.', streams],
])('any JSON is answered by %s', async (prefix, client) => {
  for (const operation of operationsOf('dynamodb').filter((name) => `${name}$` in client)) {
    await fc.assert(
      fc.asyncProperty(anyInputOf(client, operation), (value) =>
        expectAnswer({
          service: 'dynamodb',
          headers: { 'x-amz-target': `${prefix}${operation}` },
          body: JSON.stringify(value),
        }),
      ),
      { numRuns },
    );
  }
});

function operationsOf(name: string): readonly string[] {
  return local.services().find((service) => service.name === name)!.operations;
}

test.each([
  ['sns', sns],
  ['elasticloadbalancing', loadBalancing],
])('any form is answered by %s', async (name, client) => {
  for (const operation of operationsOf(name)) {
    await fc.assert(
      fc.asyncProperty(anyInputOf(client, operation), (value) =>
        expectFormAnswer(name, operation, toForm(value)),
      ),
      { numRuns: name === 'sns' ? numRuns : Math.ceil(numRuns / 2) },
    );
  }
});

test.each([
  ['sts', sts],
  ['ec2', ec2],
])('any form is answered by %s', async (name, client) => {
  const part = fc.constantFrom(
    ...memberNames(client),
    'member',
    'entry',
    'key',
    'value',
    '1',
    '2',
    '0',
    '__proto__',
    '',
  );
  const parameter = fc.tuple(
    fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join('.')),
    anyText,
  );
  const parameters = fc.array(parameter, { maxLength: 8 });
  for (const operation of operationsOf(name)) {
    await fc.assert(
      fc.asyncProperty(parameters, (given) => expectFormAnswer(name, operation, given)),
      { numRuns },
    );
  }
});

function expectFormAnswer(service: string, action: string, parameters: [string, string][]): Promise<void> {
  return expectAnswer({
    service,
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: String(new URLSearchParams([['Action', action], ...parameters])),
  });
}

test.each([
  ['s3', ['/', '/b', '/b/key', '/%', '/b/%00', '//']],
  [
    'lambda',
    [
      '/2015-03-31/functions/',
      '/2015-03-31/functions/%/invocations',
      '/2017-03-31/tags/%E0%A4%A',
      '/2015-03-31/functions/f',
    ],
  ],
  [
    'resource-groups',
    [
      '/groups',
      '/get-group',
      '/resources/%/tags',
      '/resources/search',
      '/groups-list',
      '/list-group-resources',
    ],
  ],
  [
    'route53',
    [
      '/2013-04-01/hostedzone',
      '/2013-04-01/hostedzone/%',
      '/2013-04-01/hostedzone/Z1/rrset/',
      '/2013-04-01/hostedzonesbyname',
      '/2013-04-01/tags/hostedzone/Z1',
      '/2013-04-01/change/C1',
    ],
  ],
])('any path, query and body are answered by %s', async (service, paths) => {
  const method = fc.constantFrom('GET', 'PUT', 'POST', 'DELETE', 'HEAD', 'PATCH');
  const parameter = fc.tuple(fc.constantFrom(...parameterNames), anyText);
  const body = fc.oneof(
    fc.string(),
    anyInputOf(resourceGroups, 'CreateGroup').map((input) => JSON.stringify(input)),
    fc.constantFrom(...documents),
  );
  await fc.assert(
    fc.asyncProperty(
      method,
      fc.constantFrom(...paths),
      fc.array(parameter, { maxLength: 3 }),
      body,
      (verb, path, parameters, content) =>
        expectAnswer({
          service,
          method: verb,
          path: `${path}?${String(new URLSearchParams(parameters))}`,
          ...(verb !== 'GET' && verb !== 'HEAD' && { body: content }),
        }),
    ),
    { numRuns: numRuns * 5 },
  );
});

const parameterNames = [
  'uploads',
  'uploadId',
  'versioning',
  'tagging',
  'delete',
  'list-type',
  'max-keys',
  'partNumber',
  'versionId',
  'continuation-token',
  'nextToken',
  'maxResults',
  'MaxItems',
  'tagKeys',
  'dnsname',
  'maxitems',
  'name',
  'type',
];

const documents = [
  '<a>',
  '<a>'.repeat(20_000),
  '<Delete><Object/></Delete>',
  '<Delete><Object><Key>a</Key></Object></Delete>',
  '<Tagging><TagSet><Tag/></TagSet></Tagging>',
  '<CompleteMultipartUpload><Part/></CompleteMultipartUpload>',
  '<VersioningConfiguration>x</VersioningConfiguration>',
  '<CreateHostedZoneRequest><Name>a</Name><CallerReference>b</CallerReference><VPC/></CreateHostedZoneRequest>',
  '<CreateHostedZoneRequest><Name>%</Name><CallerReference/></CreateHostedZoneRequest>',
  '<ChangeResourceRecordSetsRequest><ChangeBatch><Changes><Change/></Changes></ChangeBatch></ChangeResourceRecordSetsRequest>',
];
