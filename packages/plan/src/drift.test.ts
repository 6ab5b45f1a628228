import { expect, test } from 'vitest';
import { describeDrift } from './drift.ts';
import type { Json } from './json.ts';
import type { Change } from './plan-model.ts';

const subnet = { key: 'subnet:10.0.0.0/24', id: 'subnet-1', state: 'available' };

const changeOf = (before: Json, after: Json, field = 'subnet'): Change => ({
  id: 'one',
  target: { accountId: '111122223333', region: 'eu-west-1', resource: 'network' },
  field,
  before,
  after,
  reason: 'for the test',
});

test.each([
  ['a text that is another one', changeOf('a', 'b'), { value: 'c' }, 'expected "a", found "c"'],
  ['a text that is absent', changeOf('a', 'b'), { value: null }, 'expected "a", found absent'],
  ['a resource that is gone', changeOf('a', 'b'), 'gone', 'expected "a", the resource is gone'],
  ['a subnet that was removed', changeOf(subnet, null), { value: null }, 'is not there any more'],
  ['a subnet whose VPC is gone', changeOf(subnet, null), 'gone', 'is not there any more'],
  [
    'a subnet to make that exists',
    changeOf(null, subnet),
    { value: subnet },
    'is there already: subnet-1 (available)',
  ],
  [
    'a subnet that is otherwise',
    changeOf(subnet, null),
    { value: { ...subnet, state: 'pending' } },
    'is not as the plan expects it; there is subnet-1 (pending)',
  ],
] as const)('the drift of %s is described', (_, change, found, text) => {
  expect(describeDrift({ change, found })).toBe(text);
});
