import { existsSync } from 'node:fs';
import { crc32, deflateRawSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { openExports } from './index.ts';
import { csvOf, legacyRow, queryOf, testFolder, totalOf } from './testing/export-files.ts';
import { unpackZips } from './unzip.ts';

const folder = testFolder();
afterAll(() => folder.remove());

interface Packed {
  readonly name: string;
  readonly text: string;
  readonly method?: 0 | 8 | 12;
  readonly flags?: number;
}

/** A zip file of these files. */
function zipOf(files: readonly Packed[]): Buffer {
  const [parts, directory]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const { name, text, method = 8, flags = 0 } of files) {
    const bytes = Buffer.from(text);
    const data = method === 8 ? deflateRawSync(bytes) : bytes;
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(flags, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    parts.push(Buffer.from('PK\u0003\u0004'), common, Buffer.from(name), data);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.from('PK\u0001\u0002\u0014\u0000'), common, rest, Buffer.from(name));
    at += 30 + name.length + data.length;
  }
  const end = Buffer.alloc(22);
  end.write('PK\u0005\u0006', 'latin1');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(at, 16);
  return Buffer.concat([...parts, ...directory, end]);
}

const bill = csvOf([legacyRow(), legacyRow({ 'lineItem/UnblendedCost': '2.5' })]);

async function totalIn(path: string): Promise<string> {
  const source = await openExports({ paths: [path] });
  try {
    return totalOf((await source.query(queryOf())).lines);
  } finally {
    await source.close();
  }
}

describe('a zip file', () => {
  it.each([8, 0] as const)('of a legacy CUR is read (method %d)', async (method) => {
    const file = folder.write(`shop-${method}.csv.zip`, zipOf([{ name: 'shop-1.csv', text: bill, method }]));

    expect(await totalIn(file)).toBe('3.5');
  });

  it('with other files beside the CSV is read by its name, and in a folder', async () => {
    const zip = zipOf([
      { name: 'readme.txt', text: 'hello' },
      { name: 'a.csv', text: bill },
    ]);
    const file = folder.write('mixed/bill.zip', zip);
    folder.write('folder/bill.csv.zip', zip);
    folder.write('folder/pictures.zip', 'no zip file');

    expect([await totalIn(file), await totalIn(`${folder.path}/folder`)]).toEqual(['3.5', '3.5']);
  });

  it('that a manifest names counts as its delivery', async () => {
    folder.write('cur/20260901-20261001/shop-00001.csv.zip', zipOf([{ name: 'shop-00001.csv', text: bill }]));
    folder.write(
      'cur/20260901-20261001/shop-Manifest.json',
      JSON.stringify({ assemblyId: 'a', reportKeys: ['cur/20260901-20261001/shop-00001.csv.zip'] }),
    );

    expect(await totalIn(`${folder.path}/cur`)).toBe('3.5');
  });

  it.each([
    ['is truncated', zipOf([{ name: 'a.csv', text: bill }]).subarray(0, -30), /not a zip file, or truncated/],
    ['has no CSV', zipOf([{ name: 'a.txt', text: bill }]), /contains no \.csv file/],
    ['is encrypted', zipOf([{ name: 'a.csv', text: bill, flags: 1 }]), /a\.csv in it is encrypted/],
    ['is compressed by bzip2', zipOf([{ name: 'a.csv', text: bill, method: 12 }]), /by method 12/],
  ])('that %s is refused with the reason', async (_, content, message) => {
    const file = folder.write('refused.csv.zip', content);

    await expect(totalIn(file)).rejects.toMatchObject({ code: 'cost.exports.file-unreadable', message });
  });

  it('whose data are damaged is refused, not read in part', async () => {
    const zip = zipOf([{ name: 'a.csv', text: bill.repeat(1) }]);
    zip[zip.length - 60 - 22] = zip[zip.length - 60 - 22]! ^ 0xff;
    const at = zip.indexOf('a.csv') + 5 + 40;
    zip[at] = zip[at]! ^ 0x55;

    await expect(totalIn(folder.write('damaged.csv.zip', zip))).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
    });
  });

  it('leaves no copy behind', async () => {
    const path = folder.write('copy.csv.zip', zipOf([{ name: 'a.csv', text: bill }]));
    const unpacked = await unpackZips([{ files: [{ path, sizeBytes: 1 }], period: null }]);
    const copy = unpacked.snapshots[0]!.files[0]!.path;

    expect(existsSync(copy)).toBe(true);
    await unpacked.close();
    expect(existsSync(copy)).toBe(false);
  });
});
