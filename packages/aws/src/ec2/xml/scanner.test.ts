import { describe, expect, it } from 'vitest';
import { createXmlScanner } from './scanner.ts';
import { fieldTable } from './shape.ts';

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

it('refuses two names with the same hash', () => {
  const kind = 'text' as const;
  expect(() => fieldTable({ Aa: { kind, key: 'A' }, BB: { kind, key: 'B' } })).toThrow(RangeError);
});
