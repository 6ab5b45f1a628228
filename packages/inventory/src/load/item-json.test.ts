import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { itemSizeBytes, toItemJson } from './index.ts';

const row = { store: 'Berlin', item: 'Echo Plus', count: 0, line: 2, offset: 17 };

test('a row becomes the item of the training lab, with nothing added', () => {
  expect(toItemJson(row)).toBe('{"Store":{"S":"Berlin"},"Item":{"S":"Echo Plus"},"Count":{"N":"0"}}');
});

test('additional columns become text attributes, and never replace the three', () => {
  const attributes = { Color: 'red', Count: '9', Store: 'x' };
  expect(JSON.parse(toItemJson({ ...row, attributes }))).toEqual({
    Store: { S: 'Berlin' },
    Item: { S: 'Echo Plus' },
    Count: { N: '0' },
    Color: { S: 'red' },
  });
});

test('any name is kept unchanged', () => {
  const name = anyText({ minLength: 1 });
  fc.assert(
    fc.property(name, name, fc.nat(), (store, item, count) => {
      expect(JSON.parse(toItemJson({ ...row, store, item, count }))).toEqual({
        Store: { S: store },
        Item: { S: item },
        Count: { N: String(count) },
      });
    }),
  );
});

test.each([
  [0, 1],
  [7, 2],
  [12, 2],
  [123, 3],
  [1_200, 2],
  [-5, 3],
  [12.5, 3],
])('the number %d takes %i bytes in addition to the names and the text', (count, bytes) => {
  expect(itemSizeBytes({ ...row, store: '서울', item: 'a', count })).toBe(
    'StoreItemCount'.length + 6 + 1 + bytes,
  );
});
