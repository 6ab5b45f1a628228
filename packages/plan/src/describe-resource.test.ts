import { expect, test } from 'vitest';
import { describeResource } from './describe-resource.ts';

test('a resource is described by its id or name, its state and values, and without its tags', () => {
  expect(
    describeResource({ key: 'vpc', id: 'vpc-1', state: 'pending', cidr: '10.0.0.0/16', ports: [80] }),
  ).toBe('vpc-1 (pending, cidr 10.0.0.0/16, ports [80])');
  const props = { cidr: '10.0.0.0/16', tags: { Name: 'shop' } };
  expect(describeResource({ kind: 'vpc', key: 'vpc', name: 'shop', props, refs: {} })).toBe(
    'shop (cidr 10.0.0.0/16)',
  );
  expect(describeResource({ key: 'vpc' })).toBe('vpc');
  expect(describeResource({ Size: 1 })).toBe('{"Size":1}');
  expect(describeResource('prod')).toBe('"prod"');
});
