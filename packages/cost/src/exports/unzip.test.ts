import { existsSync } from 'node:fs';
import { zip as zipOf } from '@groundcrew/zip/testing/write-zip';
import { afterAll, describe, expect, it } from 'vitest';
import { openExports } from './index.ts';
import { csvOf, legacyRow, queryOf, testDuckdb, testFolder, totalOf } from './testing/export-files.ts';
import { unpackZips } from './unzip.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

/** A file of a few bytes must not take as much memory as it claims to need. */
function withHugeDirectory(zip: Buffer): Buffer {
  zip.writeUInt32LE(3_000_000_000, zip.length - 10);
  return zip;
}

const bill = csvOf([legacyRow(), legacyRow({ 'lineItem/UnblendedCost': '2.5' })]);

async function totalIn(path: string): Promise<string> {
  const source = await openExports({ paths: [path], duckdb });
  try {
    return totalOf((await source.query(queryOf())).lines);
  } finally {
    await source.close();
  }
}

describe('a zip file', () => {
  it.each([8, 0] as const)('of a legacy CUR is read (method %d)', async (method) => {
    const file = folder.write(`shop-${method}.csv.zip`, zipOf([{ name: 'shop-1.csv', bytes: bill, method }]));

    expect(await totalIn(file)).toBe('3.5');
  });

  it('with other files beside the CSV is read by its name, and in a folder', async () => {
    const zip = zipOf([
      { name: 'readme.txt', bytes: 'hello' },
      { name: 'a.csv', bytes: bill },
    ]);
    const file = folder.write('mixed/bill.zip', zip);
    folder.write('folder/bill.csv.zip', zip);
    folder.write('folder/pictures.zip', 'no zip file');

    expect([await totalIn(file), await totalIn(`${folder.path}/folder`)]).toEqual(['3.5', '3.5']);
  });

  it('from macOS is read without the side file of each, and errors name the file in it', async () => {
    const side = { name: '__MACOSX/x/._a.csv', bytes: 'Mac' };
    const whole = folder.write('mac.csv.zip', zipOf([{ name: 'x/a.csv', bytes: bill }, side]));
    expect(await totalIn(whole)).toBe('3.5');

    const refusalOf = async (bytes: string) => {
      const file = folder.write('other.csv.zip', zipOf([{ name: 'x/a.csv', bytes }, side]));
      return totalIn(file).catch((error: Error) => error.message.replace(file, 'FILE'));
    };
    expect(await refusalOf('name,color\n')).toMatch(/^FILE \(x\/a\.csv\) does not have the columns/);
    expect(await refusalOf(`${bill}short\n`)).toMatch(/^FILE \(x\/a\.csv\) can't be read: line 4/);
  });

  it('of numbered parts is read, and one of two bills of a month is refused', async () => {
    const more = csvOf([legacyRow({ 'lineItem/UnblendedCost': '7' })]);
    const of = (...names: string[]) =>
      zipOf(names.map((name, at) => ({ name, bytes: at === 0 ? bill : more })));
    const parts = folder.write('parts.csv.zip', of('shop-00001.csv', 'shop-00002.csv'));
    const bills = folder.write('bills.csv.zip', of('shop.csv', 'shop (1).csv'));

    expect(await totalIn(parts)).toBe('10.5');
    await expect(totalIn(bills)).rejects.toMatchObject({ code: 'cost.exports.overlap' });
  });

  it('that a manifest names counts as its delivery', async () => {
    folder.write(
      'cur/20260901-20261001/shop-00001.csv.zip',
      zipOf([{ name: 'shop-00001.csv', bytes: bill }]),
    );
    folder.write(
      'cur/20260901-20261001/shop-Manifest.json',
      JSON.stringify({ assemblyId: 'a', reportKeys: ['cur/20260901-20261001/shop-00001.csv.zip'] }),
    );

    expect(await totalIn(`${folder.path}/cur`)).toBe('3.5');
  });

  it.each([
    ['is truncated', zipOf([{ name: 'a.csv', bytes: bill }]).subarray(0, -30), /its end is missing/],
    [
      'claims a list of files of gigabytes',
      withHugeDirectory(zipOf([{ name: 'a.csv', bytes: bill }])),
      /list of files has 3\d{9} bytes/,
    ],
    ['has no CSV', zipOf([{ name: 'a.txt', bytes: bill }]), /contains no \.csv file/],
    ['is encrypted', zipOf([{ name: 'a.csv', bytes: bill, isEncrypted: true }]), /a\.csv in it is encrypted/],
    ['is compressed by bzip2', zipOf([{ name: 'a.csv', bytes: bill, method: 12 }]), /by method 12/],
  ])('that %s is refused with the reason', async (_, content, message) => {
    const file = folder.write('refused.csv.zip', content);

    await expect(totalIn(file)).rejects.toMatchObject({ code: 'cost.exports.file-unreadable', message });
  });

  it('whose data are damaged is refused, not read in part', async () => {
    const zip = zipOf([{ name: 'a.csv', bytes: bill.repeat(1) }]);
    zip[zip.length - 60 - 22] = zip[zip.length - 60 - 22]! ^ 0xff;
    const at = zip.indexOf('a.csv') + 5 + 40;
    zip[at] = zip[at]! ^ 0x55;

    await expect(totalIn(folder.write('damaged.csv.zip', zip))).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
    });
  });

  it('leaves no copy behind', async () => {
    const path = folder.write('copy.csv.zip', zipOf([{ name: 'a.csv', bytes: bill }]));
    const unpacked = await unpackZips([{ files: [{ path, sizeBytes: 1 }], period: null }]);
    const copy = unpacked.snapshots[0]!.files[0]!.path;

    expect(existsSync(copy)).toBe(true);
    await unpacked.close();
    expect(existsSync(copy)).toBe(false);
  });
});
