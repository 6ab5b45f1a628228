import { expect, test } from 'vitest';
import { commandCalls, leastPolicy } from './least-policy.ts';

const load = (values: Readonly<Record<string, unknown>>, region?: string) =>
  leastPolicy({ command: 'inventory load', values: { table: 'Inventory', ...values }, region }).Statement;

test('a policy names the table of the options, in the region that was chosen', () => {
  expect(load({ file: 'stock.csv', table: 'Shelves' }, 'eu-west-1')).toContainEqual({
    Effect: 'Allow',
    Action: ['dynamodb:BatchWriteItem'],
    Resource: 'arn:aws:dynamodb:eu-west-1:*:table/Shelves',
  });
});

test('a dry run may not write, and a file in S3 may be read', () => {
  const actionsOf = (values: Readonly<Record<string, unknown>>) =>
    load(values).flatMap(({ Action }) => Action);
  expect(actionsOf({ file: 'stock.csv', dryRun: true })).not.toContain('dynamodb:BatchWriteItem');
  expect(actionsOf({ file: 's3://shop/stock.csv' })).toContain('s3:GetObject');
  expect(actionsOf({ file: 'stock.csv' })).not.toContain('s3:GetObject');
});

test('of several files each object is named, and none but these', () => {
  const file = ['stock.csv', 's3://shop/a.csv', 's3://other/b.csv'];
  expect(load({ file })).toContainEqual(
    expect.objectContaining({ Resource: ['arn:aws:s3:::other/b.csv', 'arn:aws:s3:::shop/a.csv'] }),
  );
});

test('a command that is not in the table needs nothing', () => {
  expect(leastPolicy({ command: 'ec2 type', values: {}, region: undefined }).Statement).toEqual([]);
});

test('no command needs every action of a service', () => {
  const actions = Object.values(commandCalls)
    .flat()
    .flatMap(({ calls }) => calls.map(({ action }) => action));
  expect(actions.length).toBeGreaterThan(50);
  expect(actions.filter((action) => !/^[a-z0-9-]+:[A-Za-z0-9]+$/.test(action))).toEqual([]);
});

test('a column that needs a call of its own needs its permission, however it is written', () => {
  const actionsOf = (values: Readonly<Record<string, unknown>>) =>
    leastPolicy({ command: 'ec2 list', values, region: undefined }).Statement.flatMap(({ Action }) => Action);
  for (const values of [{ columns: 'id, Checks' }, { columns: 'statuschecks' }, { sort: '-status,name' }]) {
    expect(actionsOf(values)).toContain('ec2:DescribeInstanceStatus');
  }
  for (const values of [{}, { columns: 'id,tag:status-checks' }, { columns: 'state' }]) {
    expect(actionsOf(values)).toEqual(['ec2:DescribeInstances']);
  }
});

test('of a bulk put no policy is printed, since its actions are in no reference', () => {
  const values = { file: 's3://shop/stock.csv', engine: 'bulk', dryRun: false, table: 'Stock' };
  const ask = (change: object) =>
    leastPolicy({ command: 'inventory load', values: { ...values, ...change }, region: undefined });
  expect(() => ask({})).toThrow('docs/scale.md');
  expect(ask({ engine: 'function' }).Statement.length).toBeGreaterThan(0);
});
