import { createHash } from 'node:crypto';
import iconv from 'iconv-lite';
import { beforeAll, expect, test } from 'vitest';
import { decodeCp949, encodeCp949, loadCp949 } from './cp949.ts';

beforeAll(loadCp949);

const leads = Array.from({ length: 0x80 }, (_, i) => 0x80 + i);
const trails = Array.from({ length: 0x100 }, (_, i) => i);

/** What a pair of bytes decodes to: one UTF-16 unit, or U+FFFD if it is not a character. */
function unitOf(lead: number, trail: number): number {
  const text = decodeCp949(Uint8Array.of(lead, trail));
  return text.includes('\ufffd') ? 0xfffd : text.charCodeAt(0);
}

test('every pair of bytes decodes as in CPython', () => {
  // Another implementation's table, as a hash of little-endian UTF-16. Generated with CPython 3.11:
  //   python3 -c "import hashlib
  //   u = lambda p: p.decode('cp949', 'ignore').encode('utf-16-le') if len(p.decode('cp949', 'replace')) == 1 and '\ufffd' not in p.decode('cp949', 'replace') else b'\xfd\xff'
  //   print(hashlib.sha256(b''.join(u(bytes([l, t])) for l in range(128, 256) for t in range(256))).hexdigest())"
  const units = Uint16Array.from(leads.flatMap((lead) => trails.map((trail) => unitOf(lead, trail))));
  const bytes = Buffer.alloc(units.length * 2);
  units.forEach((unit, i) => {
    bytes.writeUInt16LE(unit, i * 2);
  });
  expect(units.filter((unit) => unit !== 0xfffd)).toHaveLength(17_048);
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(
    '1a06a4d04dda4c1af6ec1ff820bd1371a7436e6a1898c084a11e4f34337b2559',
  );
});

test('no character has a line break, quote, delimiter or space as its second byte', () => {
  const special = [...Buffer.from('\n\r",;\t| ')];
  const characters = leads.flatMap((lead) => special.map((trail) => unitOf(lead, trail)));
  expect(characters.every((unit) => unit === 0xfffd)).toBe(true);
});

test('encoded text decodes to itself, including malformed characters', () => {
  const text = '서울 강남점 똠방각하 ABC 漢字 \ufffd끝\ufffd';
  const bytes = encodeCp949(text);
  expect(decodeCp949(bytes)).toBe(text);
});

test('every unit encodes as in iconv-lite, and every pair of surrogates', () => {
  const units = Array.from({ length: 0x10000 }, (_, unit) => String.fromCharCode(unit, 0x41));
  const texts = [...units.filter((text) => !text.startsWith('\ufffd')), '👍A', '👍\ud83dA'];
  const encode = (encoder: (text: string) => Uint8Array) =>
    texts.map((text) => Buffer.from(encoder(text)).toString('hex'));
  expect(encode(encodeCp949)).toEqual(encode((text) => iconv.encode(text, 'cp949')));
});

test.each([
  ['a lead byte at the end', [0x41, 0xb0], 'A\ufffd'],
  ['a lead byte before ASCII', [0xb0, 0x2c, 0x41], '\ufffd,A'],
  ['a byte that is not a lead byte', [0xff, 0xff, 0x41], '\ufffd\ufffdA'],
  ['a lead byte before a byte that is not a trail byte', [0xc9, 0xff, 0x41], '\ufffdA'],
])('%s becomes U+FFFD', (_, bytes, expected) => {
  expect(decodeCp949(Uint8Array.from(bytes))).toBe(expected);
});
