import { expect, test } from 'vitest';
import { instanceColumns, instanceRow } from './instance-report.ts';
import { plainFacts } from './selection/testing/arbitrary-facts.ts';

test('each column has its cell', () => {
  expect(Object.keys(instanceRow(plainFacts))).toEqual(instanceColumns.map(({ key }) => key));
});

test('lists are one cell, empty ones are empty', () => {
  const facts = {
    ...plainFacts,
    privateIpv4: ['10.0.0.1', '10.0.0.2'],
    securityGroups: [
      { id: 'sg-1', name: 'web' },
      { id: 'sg-2', name: null },
    ],
    tags: { Project: 'shop', Env: '' },
  };
  expect(instanceRow(facts)).toMatchObject({
    privateIpv4: '10.0.0.1 10.0.0.2',
    publicIpv4: null,
    securityGroups: 'web sg-2',
    tags: 'Project=shop Env=',
  });
});

test('an instance without known tags has an empty cell', () => {
  expect(instanceRow({ ...plainFacts, tags: null }).tags).toBeNull();
});

test('only the named cells are computed', () => {
  expect(instanceRow(plainFacts, new Set(['instanceId']))).toEqual({ instanceId: plainFacts.instanceId });
});
