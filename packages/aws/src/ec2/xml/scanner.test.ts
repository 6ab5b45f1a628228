import fc from 'fast-check';
import { describe, expect, inject, it } from 'vitest';
import { createXmlScanner } from './scanner.ts';
import { fieldNamed, fieldTable } from './shape.ts';

const table = fieldTable({
  name: { kind: 'text', key: 'Name' },
  type: { kind: 'repeated-text', key: 'Type' },
  count: { kind: 'integer', key: 'Count' },
  primary: { kind: 'boolean', key: 'Primary' },
  since: { kind: 'date', key: 'Since' },
  tags: { kind: 'list', key: 'Tags', shape: { key: { kind: 'repeated-text', key: 'Key' } } },
});

function read(xml: string | Uint8Array, pieceBytes = Number.POSITIVE_INFINITY) {
  const scanner = createXmlScanner('Answer', table);
  const bytes = Buffer.from(xml);
  for (let at = 0; at < bytes.byteLength; at += pieceBytes)
    scanner.write(bytes.subarray(at, at + pieceBytes));
  return scanner.end();
}

describe('the scanner', () => {
  it('reads the same from single bytes as from one chunk', () => {
    const xml =
      '<?xml version="1.0"?><Answer a="x>y"><odd><name>no</name><![CDATA[</odd>]]></odd>' +
      '<name>재고 &amp; &#x1F600;</name><tags><item><key>a</key></item><item/></tags><count>7</count></Answer>';
    const whole = { Name: '재고 & 😀', Tags: [{ Key: 'a' }, {}], Count: 7 };
    expect(read(xml)).toEqual(whole);
    expect(read(xml, 1)).toEqual(whole);
  });

  it('reads the fields and skips the rest, however the response is cut', () => {
    const long = 'x'.repeat(3_000);
    // What an element adds to the result.
    const elements: [xml: string, added: object][] = [
      ['<name>a</name>', { Name: 'a' }],
      [`<name>${long}</name >`, { Name: long }],
      ['<count>7</count>', { Count: 7 }],
      ['<odd>text</odd>', {}],
      [`<odd>${long}</odd>`, {}],
      ['<odd a="1">text</odd><b/>', {}],
      // The start tag of x is as long as the end tag after it and the next start tag.
      ['<odd><x a="">1</x><bcd>2</bcd></odd>', {}],
      ['<odd><odd>1</odd><x y=">">2</x><x><!-- </x> --></x><x/></odd>', {}],
      ['<odd><name>no</name><![CDATA[</odd>]]></odd>', {}],
      ['\n  ', {}],
      ['<tags><item><key>k</key><odd>1</odd></item></tags>', { Tags: [{ Key: 'k' }] }],
    ];
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...elements), { maxLength: 12 }),
        fc.array(fc.nat(12_000), { maxLength: 6 }),
        (chosen, cuts) => {
          const xml = Buffer.from(`<Answer>${chosen.map(([text]) => text).join('')}</Answer>`);
          const scanner = createXmlScanner('Answer', table);
          let at = 0;
          for (const cut of [...cuts.sort((a, b) => a - b), xml.byteLength]) {
            scanner.write(xml.subarray(at, Math.max(at, cut)));
            at = Math.max(at, cut);
          }
          expect(scanner.end()).toEqual(Object.assign({}, ...chosen.map(([, added]) => added)));
        },
      ),
      { numRuns: Math.ceil(5_000 * inject('effort')) },
    );
  });

  it('leaves out invalid numbers, booleans and times', () => {
    expect(read('<Answer><count>many</count><primary/><since>once</since><name/></Answer>')).toEqual({
      Name: '',
    });
  });

  it('accepts a byte order mark, and content after the end', () => {
    expect(read('\uFEFF<Answer><name>a</name></Answer>\n<!-- bye -->')).toEqual({ Name: 'a' });
    expect(read('<Answer/>')).toEqual({});
  });

  it('returns repeated texts unchanged, also if they share a slot', () => {
    const types = Array.from({ length: 9_000 }, (_, i) => `t${i % 5_000}`);
    const items = types.map((type) => `<item><key>${type}</key></item>`).join('');
    const { Tags } = read(`<Answer><tags>${items}</tags></Answer>`);
    expect((Tags as { Key: string }[]).map((tag) => tag.Key)).toEqual(types);
  });

  it('refuses a response that is truncated anywhere', () => {
    const xml = '<Answer><tags><item><key>a</key></item></tags><odd><x/></odd><name>b</name></Answer>';
    for (let length = 0; length < xml.length; length += 1) {
      expect(() => read(xml.slice(0, length))).toThrow('ends before its root element');
    }
  });

  it.each([
    ['Service Unavailable', 'is not XML; it begins with "Service Unavailable"'],
    ['{"message":null}', 'is not XML'],
    ['<html><body>Log in</body></html>', 'is not Answer but "html"'],
    ['<Answer></answer>', 'closes "answer"'],
    ['<Answer><tags></Answer></tags>', 'closes "Answer"'],
    ['<Answer><name>a</nome></Answer>', 'does not close "name"'],
    ['<Answer><name>a<b/></name></Answer>', 'an element in place of the text of "Name"'],
    [`<Answer><name>${'x'.repeat(1_100_000)}`, 'more than 1048576 bytes'],
  ])('refuses a malformed response: %.40s', (xml, text) => {
    expect(() => read(xml)).toThrow(expect.objectContaining({ name: 'MalformedResponse' }));
    expect(() => read(xml)).toThrow(text);
  });
});

it('finds each of two names in one slot', () => {
  const kind = 'text' as const;
  // Nine members have 128 slots; these two differ in a byte that is not looked at.
  const names = ['abcdefgh', 'abcxefgh', ...'ijklmno'.split('')];
  const table = fieldTable(Object.fromEntries(names.map((name) => [name, { kind, key: name }])));
  for (const name of names) expect(fieldNamed(table, Buffer.from(name), 0, name.length)?.key).toBe(name);
  expect(fieldNamed(table, Buffer.from('abcyefgh'), 0, 8)).toBeUndefined();
});
