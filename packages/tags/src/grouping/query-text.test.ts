import { expect, test } from 'vitest';
import { queryText } from './query-text.ts';

const all = ['AWS::AllSupported'];

test.each([
  [all, [{ key: 'Project', values: ['shop'] }], 'resources with Project="shop"'],
  [all, [{ key: 'Project', values: ['a "b"', 'c'] }], 'resources with Project="a \\"b\\"" or "c"'],
  [
    ['AWS::EC2::Instance', 'AWS::S3::Bucket'],
    [
      { key: 'Project', values: [] },
      { key: 'Env', values: ['prod'] },
    ],
    'AWS::EC2::Instance, AWS::S3::Bucket with Project and Env="prod"',
  ],
])('the query for %j with %j is shown in words', (types, tagFilters, text) => {
  expect(queryText({ types, tagFilters })).toBe(text);
});

test.each([['Project'], [null], [{ types: all }], [['types', 'tagFilters']]])(
  '%j is not a query',
  (value) => {
    expect(queryText(value)).toBeUndefined();
  },
);
