import { anyText } from '@groundcrew/errors/testing/any-text';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { childrenOf, childText, parseXml, writeXmlDocument } from './xml.ts';

test('any text written into a document is read back as it was', () => {
  fc.assert(
    fc.property(fc.array(anyText()), (keys) => {
      const xml = writeXmlDocument('Delete', 'http://s3.amazonaws.com/doc/2006-03-01/', {
        Object: keys.map((Key) => ({ Key })),
      });

      const read = childrenOf(parseXml(xml, 'Delete'), 'Object').map((object) => childText(object, 'Key'));

      expect(read).toEqual(keys);
    }),
  );
});

test.each(['', '<Delete', '{}', '<Other/>', '<!DOCTYPE Delete []><Delete/>'])(
  '%o is not a document of that root',
  (text) => {
    expect(parseXml(text, 'Delete')).toBeUndefined();
  },
);

test('elements without a value are omitted, and lists repeat their name', () => {
  expect(writeXmlDocument('A', undefined, { B: undefined, C: [1, true], D: { E: '<&>' } })).toBe(
    '<?xml version="1.0" encoding="UTF-8"?>\n<A><C>1</C><C>true</C><D><E>&lt;&amp;&gt;</E></D></A>',
  );
});
