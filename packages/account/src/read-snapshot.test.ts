import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import type { Coverage } from './coverage.ts';
import { openSnapshot, type ReadSnapshotOptions } from './read-snapshot.ts';
import type { Resource } from './resource.ts';
import { arbitraryResources, bytesOf, snapshotOf } from './testing/arbitrary-resources.ts';

async function read(bytes: string | Uint8Array, pieceBytes?: number, options?: ReadSnapshotOptions) {
  const { header, resources: pages } = await openSnapshot(bytesOf(bytes, pieceBytes), options);
  const resources: Resource[] = [];
  for await (const page of pages) resources.push(...page);
  return { header, resources };
}

const vpc: Resource = {
  arn: 'arn:aws:ec2:eu-west-1:111122223333:vpc/vpc-1',
  type: 'ec2:vpc',
  id: 'vpc-1',
  accountId: '111122223333',
  region: 'eu-west-1',
  tags: { Project: 'shop' },
  links: {},
  attributes: { cidr: '10.0.0.0/16' },
};
const other: Resource = { ...vpc, arn: `${vpc.arn}2`, id: 'vpc-12' };

describe('a snapshot', () => {
  test('is read as it was written, compressed or not, in whatever pieces it arrives', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitraryResources,
        fc.integer({ min: 1, max: 200 }),
        fc.boolean(),
        async (all, size, zipped) => {
          const text = snapshotOf(all);
          const { resources } = await read(zipped ? gzipSync(text) : text, size);
          expect(resources).toEqual(all);
        },
      ),
      { numRuns: Math.ceil(200 * inject('effort')) },
    );
  });

  test('has a line for each resource, the same for the same tags in another order', () => {
    const [one, another] = [
      { ...vpc, tags: { a: '1', b: '2' } },
      { ...vpc, tags: { b: '2', a: '1' } },
    ];
    expect(snapshotOf([one])).toBe(snapshotOf([another]));
    expect(snapshotOf([one, other]).split('\n')).toHaveLength(4);
  });

  test('may come from an editor on Windows', async () => {
    const text = `\ufeff${snapshotOf([vpc, other]).replaceAll('\n', '\r\n')}`;
    expect((await read(text)).resources).toEqual([vpc, other]);
  });

  test('is read without attributes, if they are not wanted', async () => {
    const { attributes: _, ...plain } = vpc;
    expect((await read(snapshotOf([vpc]), 100, { attributes: false })).resources).toEqual([plain]);
  });

  test('may have attributes of a later version', async () => {
    const later = { ...vpc, attributes: { ...vpc.attributes!, tenancy: 'dedicated' } };
    expect((await read(snapshotOf([later]))).resources).toEqual([later]);
  });
});

describe('what cannot be read is refused, with its line', () => {
  const text = snapshotOf([vpc, other]);
  const [head = '', first = '', second = ''] = text.split('\n');
  const line = (change: object) =>
    [head, first, JSON.stringify({ ...JSON.parse(second), ...change })].join('\n');

  test.each<[string, string | Uint8Array, string, string]>([
    ['nothing', '', 'account.snapshot.wrong-format', 'it is empty'],
    ['another document', 'name,count\n', 'account.snapshot.wrong-format', 'begins with "name,count"'],
    [
      'another format',
      '{"format":"groundcrew-plan/1"}\n',
      'account.snapshot.wrong-format',
      '"groundcrew-plan/1"',
    ],
    [
      'a later version',
      head.replace('snapshot/1', 'snapshot/2'),
      'account.snapshot.wrong-format',
      'snapshot/2',
    ],
    ['half a header', head.slice(0, 60), 'account.snapshot.wrong-format', 'first line is not JSON'],
    ['a header without a time', head.replace('takenAt', 'x'), 'account.snapshot.invalid', 'line 1: takenAt'],
    ['a cut off file', `${head}\n${first}\n`, 'account.snapshot.cut-off', '1 of the 2 resources'],
    [
      'a file that is cut off in a line',
      text.slice(0, -20),
      'account.snapshot.invalid',
      'line 3: it is not JSON',
    ],
    [
      'more than the header has',
      `${text}${second}\n`,
      'account.snapshot.invalid',
      'line 4: the header announces 2',
    ],
    [
      'lines in another order',
      [head, second, first].join('\n'),
      'account.snapshot.invalid',
      'line 3: resources are not in the order',
    ],
    ['a resource twice', [head, first, first].join('\n'), 'account.snapshot.invalid', 'is there twice'],
    ['an empty line', [head, '', first, second].join('\n'), 'account.snapshot.invalid', 'line 2'],
    [
      'another encoding',
      Buffer.concat([Buffer.from(`${head}\n`), Buffer.from([0x7b, 0xc7, 0xd1, 0x0a])]),
      'account.snapshot.invalid',
      'line 2: it is not UTF-8',
    ],
    ['a half compressed file', gzipSync(text).subarray(0, -12), 'account.snapshot.cut-off', 'too early'],
    [
      'a damaged compressed file',
      Buffer.concat([gzipSync(text).subarray(0, 12), Buffer.alloc(40, 7)]),
      'account.snapshot.damaged',
      'decompressed',
    ],
    [
      'an account number',
      line({ accountId: '7' }),
      'account.snapshot.invalid',
      'line 3: accountId: "7" is not the number',
    ],
    ['no ARN', line({ arn: 'vpc-2' }), 'account.snapshot.invalid', 'line 3: arn: "vpc-2" is not an ARN'],
    [
      'a tag that is a number',
      line({ tags: { a: 1 } }),
      'account.snapshot.invalid',
      'line 3: tags: a: 1 is not a text',
    ],
    ['no tags', line({ tags: undefined }), 'account.snapshot.invalid', 'tags: nothing is neither null'],
    [
      'an unknown link',
      line({ links: { mother: vpc.arn } }),
      'account.snapshot.invalid',
      'there is no link "mother"',
    ],
    [
      'an attribute of another kind',
      line({ attributes: { cidr: 10 } }),
      'account.snapshot.invalid',
      'attributes: cidr: 10 is not a text',
    ],
    [
      'a list in place of an object',
      `${head}\n[]`,
      'account.snapshot.invalid',
      'line 2: [] is not an object',
    ],
  ])('%s', async (_, bytes, code, message) => {
    await expect(read(bytes)).rejects.toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(message) }),
    );
  });

  test('an unknown status of coverage', async () => {
    const coverage = [
      { accountId: '', region: 'all', type: 'all', status: 'perhaps' },
    ] as unknown as Coverage[];
    await expect(read(snapshotOf([], { coverage }))).rejects.toThrow('"perhaps" is not one of listed');
  });
});
