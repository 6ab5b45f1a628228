import { expect, test } from 'vitest';
import { unprocessedIndexes } from './batch-write.ts';

const items = [
  '{"P":{"S":"a"},"N":{"N":"1"},"L":{"L":[{"S":"x"},{"M":{"k":{"B":"AAEC"}}}]}}',
  '{"P":{"S":"b"},"N":{"N":"2"}}',
  '{"P":{"S":"c"},"N":{"N":"3"}}',
];

test('unprocessed items are found whatever the order of items and attributes', () => {
  const unprocessed = [
    { N: { N: '3' }, P: { S: 'c' } },
    { L: { L: [{ S: 'x' }, { M: { k: { B: new Uint8Array([0, 1, 2]) } } }] }, N: { N: '1' }, P: { S: 'a' } },
  ];
  expect(unprocessedIndexes(unprocessed, items)).toEqual([2, 0]);
});

test('if an unprocessed item cannot be identified, all count as unprocessed', () => {
  expect(unprocessedIndexes([{ P: { S: 'b' }, N: { N: '2.0' } }], items)).toEqual([0, 1, 2]);
});
