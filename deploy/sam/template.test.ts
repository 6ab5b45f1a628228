import { readFile } from 'node:fs/promises';
import { stack } from '@groundcrew/functions/stack';
import { expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { type SettledResource, settleTemplate } from '../testing/settle-template.ts';
import { printTemplate } from './print.ts';
import { samTemplate } from './template.ts';

const settled = settleTemplate(samTemplate(stack));

function ofType(type: string): SettledResource[] {
  return settled.filter((resource) => resource.type === type);
}

test('the committed template is what the manifests generate', async () => {
  const committed = await readFile(new URL('template.yaml', import.meta.url), 'utf8');
  expect(committed, 'run: node deploy/sam/generate.ts').toBe(printTemplate(samTemplate(stack)));
});

test('dates stay text for a reader of YAML 1.1, as AWS has them', async () => {
  const printed = parseDocument(printTemplate(samTemplate(stack)), { version: '1.1', logLevel: 'silent' });
  expect(printed.get('AWSTemplateFormatVersion')).toBe('2010-09-09');
});

test('an empty setting gives a bucket a name of its own, no setting a subscription', () => {
  expect(ofType('AWS::S3::Bucket').map(({ name }) => name)).toEqual([
    'groundcrew-stock-123456789012-eu-west-1',
    'groundcrew-rejects-123456789012-eu-west-1',
  ]);
  expect(ofType('AWS::SNS::Subscription')).toEqual([]);
});

test('every condition decides on something, and nothing on a condition that is not there', () => {
  const { Conditions, Resources } = samTemplate(stack);
  const used = [...JSON.stringify(Resources).matchAll(/"(?:Condition":|Fn::If":\[)"(\w+)"/g)].map(
    ([, name]) => name,
  );
  expect(new Set(used)).toEqual(new Set(Object.keys(Conditions)));
});

test('buckets and tables outlive the stack, everything else goes with it', () => {
  const kept = settled.filter((resource) => resource.kept).map(({ type }) => type);
  expect(new Set(kept)).toEqual(new Set(['AWS::S3::Bucket', 'AWS::DynamoDB::Table']));
  expect(kept).toHaveLength(stack.buckets.length + stack.tables.length);
});

test('every alarm publishes to a topic that lets it, under a key that lets it', () => {
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

test('no role is allowed an action by wildcard, nor anything on every resource', () => {
  const statements = ofType('AWS::IAM::Role').flatMap(({ properties }) =>
    (
      properties.Policies as { PolicyDocument: { Statement: { Action: string[]; Resource: string }[] } }[]
    ).flatMap(({ PolicyDocument }) => PolicyDocument.Statement),
  );
  expect(statements.length).toBeGreaterThan(0);
  for (const { Action, Resource } of statements) {
    expect(Action.join()).not.toContain('*');
    expect(Resource).toMatch(/^arn:aws:(s3:::[\w-]+(\/\*)?|\w+:eu-west-1:123456789012:.+)$/);
  }
});

test('a trigger that the template can not make is refused', () => {
  const scheduled = {
    ...stack,
    functions: stack.functions.map((one) => ({
      ...one,
      trigger: { type: 'schedule', expression: 'rate(1 day)', timeZone: 'Asia/Seoul' } as const,
    })),
  };
  expect(() => samTemplate(scheduled)).toThrow('has a trigger of type "schedule"');
});
