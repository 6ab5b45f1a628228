import { describe, expect, test } from 'vitest';
import { readPolicyDocument } from '../read-policy.ts';
import {
  authorizationTable as table,
  authorizedArn,
  fillFormat,
  findCallProblem,
  findPolicyProblems,
  listedActions,
  readFormat,
} from './index.ts';

const snapshot = 'arn:aws:ec2:eu-west-1::snapshot/snap-1';

test('the table has the listed actions, and their resource types', () => {
  expect(Object.keys(table.actions).toSorted()).toEqual([...listedActions].toSorted());
  expect(table.resourceTypes['ec2:snapshot']?.arn).toBe(
    'arn:${Partition}:ec2:${Region}::snapshot/${SnapshotId}',
  );
});

describe('a call', () => {
  test.each([
    ['s3:GetObject', 'arn:aws:s3:::shop/2026 봄/a:b.csv'],
    ['s3:ListAllMyBuckets', '*'],
    ['dynamodb:Query', 'arn:aws:dynamodb:eu-west-1:123456789012:table/Stock/index/ByItem'],
    ['ec2:CreateTags', snapshot],
    ['lambda:InvokeFunction', 'arn:aws:lambda:eu-west-1:123456789012:function:worker'],
    ['sns:Publish', 'arn:aws:sns:eu-west-1:123456789012:Alerts'],
  ])('of %s on %s is one', (action, resource) => {
    expect(findCallProblem(table, action, resource)).toBeUndefined();
  });

  test.each([
    ['s3:GetObjects', 'arn:aws:s3:::shop/a', 'is not among the actions'],
    [
      's3:GetObject',
      'arn:aws:s3:::shop',
      'arn:${Partition}:s3:::${BucketName}/${ObjectName}, not about arn:aws:s3:::shop',
    ],
    ['sns:Publish', '*', 'is about a resource of the type topic'],
    ['ec2:DescribeInstances', 'arn:aws:ec2:eu-west-1:123456789012:instance/i-1', 'is about no resource'],
    ['ec2:CreateTags', 'arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-1', 'not about arn:aws:ec2'],
  ])('of %s on %s is none: %s', (action, resource, problem) => {
    expect(findCallProblem(table, action, resource)).toContain(problem);
  });

  test.each([
    ['ec2:CreateTags', 'arn:aws:ec2:eu-west-1:123456789012:snapshot/snap-1', snapshot],
    [
      'ec2:CreateTags',
      'arn:aws:ec2:eu-west-1:123456789012:image/ami-1',
      'arn:aws:ec2:eu-west-1::image/ami-1',
    ],
    [
      'ec2:CreateTags',
      'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1',
      'arn:aws:ec2:eu-west-1:123456789012:volume/vol-1',
    ],
    ['s3:GetObject', 'arn:aws:s3:::shop/a', 'arn:aws:s3:::shop/a'],
    ['sns:Nothing', 'arn:aws:sns:::x', 'arn:aws:sns:::x'],
    ['s3:ListAllMyBuckets', '*', '*'],
  ])('of %s on %s is authorized on %s', (action, resource, authorized) => {
    expect(authorizedArn(table, action, resource)).toBe(authorized);
  });
});

describe('a grant', () => {
  const problemsOf = (Action: string | string[], Resource: string | string[], Condition?: object) =>
    findPolicyProblems(
      table,
      readPolicyDocument(
        {
          Version: '2012-10-17',
          Statement: { Effect: 'Allow', Action, Resource, ...(Condition && { Condition }) },
        },
        'p',
      ),
    );

  test.each([
    [
      ['s3:GetObject', 's3:ListBucket'],
      ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*'],
    ],
    ['s3:Get*', '*'],
    ['s3:*', ['arn:aws:s3:::shop', 'arn:aws:s3:::shop/*']],
    ['ec2:Describe*', '*'],
    ['ec2:CreateTags', ['arn:aws:ec2:eu-west-1:123456789012:volume/*', 'arn:aws:ec2:eu-west-1::snapshot/*']],
    ['dynamodb:Query', 'arn:aws:dynamodb:*:*:table/Stock*'],
  ])('of %j on %j is one', (action, resource) => {
    expect(problemsOf(action, resource)).toEqual([]);
  });

  test.each([
    ['s3:GetObjects', 'arn:aws:s3:::shop/*', 'is not among the actions'],
    ['s3:GetObject', 'arn:aws:s3:::shop', 'and never about arn:aws:s3:::shop'],
    [
      'dynamodb:ListStreams',
      'arn:aws:dynamodb:eu-west-1:123456789012:table/Stock/stream/*',
      'only "*" grants it',
    ],
    ['ec2:CreateTags', 'arn:aws:ec2:eu-west-1:123456789012:*', 'leaves out the types'],
    ['ec2:CreateTags', 'arn:aws:ec2:eu-west-1:123456789012:snapshot/*', 'and never about'],
    [
      ['s3:GetObject'],
      ['arn:aws:s3:::shop/*', 'arn:aws:sns:eu-west-1:123456789012:Alerts'],
      'no action of the statement is about arn:aws:sns',
    ],
  ])('of %j on %j grants less than it seems to: %s', (action, resource, problem) => {
    expect(problemsOf(action, resource).join('\n')).toContain(problem);
  });

  test('has condition keys that a request can have', () => {
    const shop = 'arn:aws:s3:::shop';
    expect(
      problemsOf('s3:ListBucket', shop, {
        StringLike: { 's3:prefix': 'a/*' },
        Bool: { 'aws:SecureTransport': 'true' },
      }),
    ).toEqual([]);
    expect(problemsOf('ec2:CreateTags', '*', { StringEquals: { 'aws:ResourceTag/Team': 'shop' } })).toEqual(
      [],
    );
    expect(problemsOf('s3:GetObject', `${shop}/*`, { StringLike: { 's3:prefix': 'a/*' } })).toEqual([
      'statement 0: a request of s3:GetObject never has the condition key s3:prefix',
    ]);
    expect(problemsOf('s3:ListBucket', shop, { Bool: { 'aws:SecureTransports': 'true' } })).toHaveLength(1);
  });
});

test('a format is read from an ARN, and filled to one', () => {
  const format = 'arn:${Partition}:s3:::${BucketName}/${ObjectName}';
  expect(readFormat('arn:aws:s3:::shop/2026/a', format)).toEqual({
    Partition: 'aws',
    BucketName: 'shop',
    ObjectName: '2026/a',
  });
  expect(readFormat('arn:aws:s3:::shop', format)).toBeUndefined();
  expect(fillFormat(format, { Partition: 'aws', BucketName: 'shop' })).toBe('arn:aws:s3:::shop/*');
});
