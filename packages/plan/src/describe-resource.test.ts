import { expect, test } from 'vitest';
import { thingWords } from './thing-words.ts';

test('a thing is described by its id or name, its state and values, and without its tags', () => {
  expect(thingWords({ key: 'vpc', id: 'vpc-1', state: 'pending', cidr: '10.0.0.0/16', ports: [80] })).toBe(
    'vpc-1 (pending, cidr 10.0.0.0/16, ports [80])',
  );
  const props = { cidr: '10.0.0.0/16', tags: { Name: 'shop' } };
  expect(thingWords({ kind: 'vpc', key: 'vpc', name: 'shop', props, refs: {} })).toBe(
    'shop (cidr 10.0.0.0/16)',
  );
  expect(thingWords({ key: 'vpc' })).toBe('vpc');
  expect(thingWords({ Size: 1 })).toBe('{"Size":1}');
  expect(thingWords('prod')).toBe('"prod"');
});
