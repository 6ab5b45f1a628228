import { readFile } from 'node:fs/promises';
import { stacks } from '@groundcrew/functions/stacks';
import { stack as fleet } from '@groundcrew/functions/stacks/fleet';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { grantsOf, type StackManifest } from '@groundcrew/lambda';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { type ResolvedResource, resolveTemplate } from '../testing/resolve-template.ts';
import { printTemplate } from './print.ts';
import { samTemplate, templateFile } from './template.ts';

const settled: readonly ResolvedResource[] = resolveTemplate(samTemplate(stack));
const settledFleet: readonly ResolvedResource[] = resolveTemplate(samTemplate(fleet));

function ofType(type: string, among = settled): ResolvedResource[] {
  return among.filter((resource) => resource.type === type);
}

const eachStack = stacks.map((one) => [one.name, one] as const);

test.each(eachStack)('the committed template of %s is up to date with its manifests', async (_, one) => {
  const committed = await readFile(templateFile(one), 'utf8');
  expect(committed, 'run: node deploy/sam/generate.ts').toBe(printTemplate(samTemplate(one)));
});

test('dates are text for a YAML 1.1 parser, such as those of AWS', async () => {
  const printed = parseDocument(printTemplate(samTemplate(stack)), { version: '1.1', logLevel: 'silent' });
  expect(printed.get('AWSTemplateFormatVersion')).toBe('2010-09-09');
});

test('an empty setting leads to a generated bucket name, or to no subscription', () => {
  expect(ofType('AWS::S3::Bucket').map(({ name }) => name)).toEqual([
    'groundcrew-stock-123456789012-eu-west-1',
    'groundcrew-rejects-123456789012-eu-west-1',
    'groundcrew-alert-failures-123456789012-eu-west-1',
  ]);
  expect(ofType('AWS::SNS::Subscription')).toEqual([]);
});

test.each(eachStack)('every condition of %s is used, and every used condition exists', (_, one) => {
  const { Conditions, Resources } = samTemplate(one);
  const used = [...JSON.stringify(Resources).matchAll(/"(?:Condition":|Fn::If":\[)"(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(new Set(used)).toEqual(new Set(Object.keys(Conditions)));
});

test.each(eachStack)('no resource of %s has the name of a parameter', (_, one) => {
  const { Parameters, Resources } = samTemplate(one);
  expect(Object.keys(Resources).filter((id) => id in Parameters)).toEqual([]);
});

test('buckets and tables are retained, everything else is deleted with the stack', () => {
  const kept = settled.filter((resource) => resource.kept).map(({ type }) => type);
  expect(new Set(kept)).toEqual(new Set(['AWS::S3::Bucket', 'AWS::DynamoDB::Table']));
  expect(kept).toHaveLength(stack.buckets.length + stack.tables.length);
});

test('the topic and the key of every alarm allow it to publish', () => {
  const alarms = ofType('AWS::CloudWatch::Alarm');
  const [topic] = ofType('AWS::SNS::Topic').filter(({ name }) => name === 'groundcrew-operations');
  const arn = 'arn:aws:sns:eu-west-1:123456789012:groundcrew-operations';
  const [policy] = ofType('AWS::SNS::TopicPolicy').filter(({ name }) => name === arn);
  const [key] = ofType('AWS::KMS::Key');
  const cloudWatch = { Effect: 'Allow', Principal: { Service: 'cloudwatch.amazonaws.com' } };

  expect(alarms.map(({ properties }) => properties.AlarmActions)).toEqual(alarms.map(() => [arn]));
  expect(policy).toHaveProperty(
    'properties.PolicyDocument.Statement',
    expect.arrayContaining([
      expect.objectContaining({ ...cloudWatch, Action: 'sns:Publish', Resource: arn }),
    ]),
  );
  expect(topic?.properties.KmsMasterKeyId).toBe(`arn:aws:kms:eu-west-1:123456789012:key/${key?.name}`);
  expect(key).toHaveProperty(
    'properties.KeyPolicy.Statement',
    expect.arrayContaining([
      { Sid: 'AlarmsPublish', ...cloudWatch, Action: ['kms:Decrypt', 'kms:GenerateDataKey*'], Resource: '*' },
    ]),
  );
});

test('alarms of the fleet publish to the topic of the setting, if there is one', () => {
  const arn = 'arn:aws:sns:eu-west-1:123456789012:night-shift';
  const withTopic = resolveTemplate(samTemplate(fleet), { AlarmTopicArn: arn });

  const actionsOf = (resources: readonly ResolvedResource[]) =>
    ofType('AWS::CloudWatch::Alarm', resources).map(({ properties }) => properties.AlarmActions);

  expect(actionsOf(withTopic)).toEqual(fleet.alarms.map(() => [arn]));
  expect(actionsOf(settledFleet)).toEqual(fleet.alarms.map(() => undefined));
});

test('every route requires a signed request, and every stage is throttled and logged', () => {
  const routes = ofType('AWS::ApiGatewayV2::Route', settledFleet);
  const stages = ofType('AWS::ApiGatewayV2::Stage', settledFleet);

  expect(routes.map(({ name, properties }) => [name, properties.AuthorizationType])).toEqual([
    ['ANY /instances', 'AWS_IAM'],
  ]);
  expect(stages.map(({ properties }) => properties)).toMatchObject([
    {
      DefaultRouteSettings: { ThrottlingRateLimit: 5, ThrottlingBurstLimit: 10 },
      AccessLogSettings: {
        DestinationArn: 'arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/groundcrew-fleet:*',
      },
    },
  ]);
});

test('only its own API may invoke a function behind an API', () => {
  const [permission] = ofType('AWS::Lambda::Permission', settledFleet);
  expect(permission?.properties).toMatchObject({
    Principal: 'apigateway.amazonaws.com',
    SourceArn: expect.stringMatching(
      /^arn:aws:execute-api:eu-west-1:123456789012:[\w-]+\/\*\/\*\/instances$/,
    ),
  });
});

test.each(eachStack)(
  'no role of %s is allowed an action by wildcard, nor more than its manifest has',
  (_, one) => {
    const statements = ofType('AWS::IAM::Role', resolveTemplate(samTemplate(one))).flatMap(({ properties }) =>
      (
        properties.Policies as { PolicyDocument: { Statement: { Action: string[]; Resource: string }[] } }[]
      ).flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
    );
    expect(statements.length).toBeGreaterThan(0);
    const everywhere = actionsOnAll(one);
    for (const { Action, Resource } of statements) {
      expect(Action.join()).not.toContain('*');
      if (Resource === '*') expect(everywhere).toEqual(expect.arrayContaining(Action));
      else
        expect(Resource).toMatch(
          /^arn:aws:(s3:::[\w-]+(\/\*)?|\w+:eu-west-1:123456789012:.+|ec2:eu-west-1::(image|snapshot)\/\*|ec2:\*:123456789012:instance\/\*|rds:\*:123456789012:(db|cluster):\*|autoscaling:\*:123456789012:autoScalingGroup:\*:autoScalingGroupName\/\*|iam::\*:role\/groundcrew-schedules)$/,
        );
    }
  },
);

/** Actions that AWS grants on every resource only. */
function actionsOnAll({ functions }: StackManifest): string[] {
  return functions.flatMap((manifest) =>
    grantsOf(manifest).flatMap(({ actions, on }) => ('all' in on ? actions : [])),
  );
}

/** What "Dashboard Body Structure and Syntax" of the CloudWatch API reference has on the parts that are used. */
function dashboardProblems(body: Record<string, unknown>): string[] {
  const problems: string[] = [];
  const check = (isRight: boolean, what: string) => {
    if (!isRight) problems.push(what);
  };
  const isWhole = (value: unknown, from: number, to: number) =>
    Number.isInteger(value) && (value as number) >= from && (value as number) <= to;
  const known = ['start', 'end', 'periodOverride', 'variables', 'widgets'];
  for (const key of Object.keys(body)) check(known.includes(key), `unknown field ${key}`);
  check(/^-P(?:T\d+[MH]|\d+[DWM])$/.test(String(body['start'])), 'start');
  check(['auto', 'inherit'].includes(String(body['periodOverride'])), 'periodOverride');
  const widgets = body['widgets'] as Record<string, unknown>[];
  check(Array.isArray(widgets) && widgets.length <= 500, 'widgets');
  for (const { type, x, y, width, height, properties, ...others } of widgets) {
    check(Object.keys(others).length === 0, `unknown fields of a widget: ${Object.keys(others).join()}`);
    check(isWhole(x, 0, 23) && isWhole(y, 0, Number.MAX_SAFE_INTEGER), 'x and y');
    check(isWhole(width, 1, 24) && isWhole(height, 1, 1_000), 'width and height');
    check((x as number) + (width as number) <= 24, 'within the 24 columns');
    const of = properties as Record<string, unknown>;
    if (type === 'text') {
      check(typeof of['markdown'] === 'string' && Object.keys(of).length === 1, 'a text has markdown');
      continue;
    }
    check(type === 'metric', `type ${String(type)}`);
    const { title, view, stacked, region, period, metrics, yAxis, ...rest } = of;
    check(Object.keys(rest).length === 0, `unknown properties: ${Object.keys(rest).join()}`);
    check(
      typeof title === 'string' && view === 'timeSeries' && typeof stacked === 'boolean',
      'title, view, stacked',
    );
    check(region === 'eu-west-1', 'region');
    check(isWhole(period, 60, 86_400) && (period as number) % 60 === 0, 'period');
    check(JSON.stringify(yAxis) === '{"left":{"min":0}}', 'yAxis');
    check(Array.isArray(metrics), 'metrics');
    for (const metric of (metrics ?? []) as unknown[][]) {
      const [namespace, name, dimension, value, { label, stat }] = metric as [
        string,
        string,
        string,
        string,
        Record<string, unknown>,
      ];
      check(
        metric.length === 5 && [namespace, name, dimension, value].every((text) => /^[^$]+$/.test(text)),
        `metric ${name}`,
      );
      check(typeof label === 'string' && ['Sum', 'Maximum'].includes(String(stat)), `rendering of ${name}`);
    }
  }
  return problems;
}

test('the dashboard is there if its setting is on, and its body is as CloudWatch documents it', () => {
  expect(ofType('AWS::CloudWatch::Dashboard')).toEqual([]);

  const [dashboard] = ofType(
    'AWS::CloudWatch::Dashboard',
    resolveTemplate(samTemplate(stack), { Dashboard: 'true' }),
  );
  const body = JSON.parse(String(dashboard?.properties['DashboardBody'])) as Record<string, unknown>;
  expect(dashboard?.name).toBe('groundcrew-inventory');
  expect(dashboardProblems(body)).toEqual([]);
  expect(dashboardProblems({ ...body, widgets: [{ type: 'graph', x: 24, properties: {} }] })).not.toEqual([]);
  const metrics = (body['widgets'] as { properties: { metrics?: unknown[] } }[]).flatMap(
    ({ properties }) => properties.metrics ?? [],
  );
  expect(metrics).toHaveLength(stack.dashboard!.groups.flatMap(({ series }) => series).length);
  // CloudWatch's free dashboards have up to 50 metrics.
  expect(metrics.length).toBeLessThanOrEqual(50);
});

test('every figure of a dashboard is of a resource of its stack, and emitted by its function', async () => {
  const { groups } = stack.dashboard!;
  const all = groups.flatMap(({ series }) => series);
  expect(new Set(all.map(({ key }) => key)).size).toBe(all.length);
  for (const { source } of all) {
    if (!('custom' in source)) continue;
    const handler = await readFile(
      new URL(`../../functions/${source.function}/handler.ts`, import.meta.url),
      'utf8',
    );
    expect(handler).toContain(`'${source.name}'`);
  }
});
