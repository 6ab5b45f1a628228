import { describe, expect, it } from 'vitest';
import { parseMetadataPath } from './metadata-path.ts';
import { readMetadataPath } from './read-path.ts';
import { createFakeImds, sampleTree } from './testing/fake-imds.ts';

function pathOf(typed: string) {
  return parseMetadataPath(typed, { allowCredentials: false });
}

async function read(typed: string) {
  return await readMetadataPath(createFakeImds(sampleTree), pathOf(typed));
}

describe('parseMetadataPath', () => {
  it.each([
    ['placement/region', 'meta-data/placement/region'],
    ['instance-id', 'meta-data/instance-id'],
    ['meta-data/placement/region', 'meta-data/placement/region'],
    ['/latest/meta-data/placement/region', 'meta-data/placement/region'],
    ['latest/dynamic/instance-identity/document', 'dynamic/instance-identity/document'],
    ['user-data', 'user-data'],
    ['user-data/', 'user-data'],
    ['dynamics', 'meta-data/dynamics'],
  ])('reads %s as the value at %s', (typed, path) => {
    expect(pathOf(typed)).toEqual({ path, isFolder: false });
  });

  it.each([
    ['placement/', 'meta-data/placement'],
    ['meta-data', 'meta-data'],
    ['meta-data/', 'meta-data'],
    ['/latest/', 'meta-data'],
    ['/', 'meta-data'],
    ['dynamic', 'dynamic'],
  ])('reads %s as the folder %s', (typed, path) => {
    expect(pathOf(typed)).toEqual({ path, isFolder: true });
  });

  it.each([
    'iam/security-credentials/web-role',
    'iam/security-credentials/web-role/',
    '/latest/meta-data/iam/security-credentials/web-role',
    'meta-data/iam/security-credentials//web-role',
    'identity-credentials/ec2/security-credentials/ec2-instance',
  ])('refuses the keys at %s', (typed) => {
    expect(() => pathOf(typed)).toThrow('--allow-credentials');
    expect(parseMetadataPath(typed, { allowCredentials: true }).path).toContain('security-credentials/');
  });

  it('returns the name of the role', () => {
    expect(pathOf('iam/security-credentials/')).toEqual({
      path: 'meta-data/iam/security-credentials',
      isFolder: true,
    });
  });
});

describe('readMetadataPath', () => {
  it('reads a value', async () => {
    expect(await read('placement/region')).toEqual({
      kind: 'value',
      path: 'meta-data/placement/region',
      bytes: Buffer.from('ap-northeast-2'),
    });
  });

  it('reads user data byte for byte', async () => {
    expect(await read('user-data')).toMatchObject({ bytes: sampleTree['user-data'] });
  });

  it.each(['placement', 'placement/'])('lists the folder %s', async (typed) => {
    expect(await read(typed)).toEqual({
      kind: 'folder',
      path: 'meta-data/placement',
      entries: ['availability-zone', 'availability-zone-id', 'region'],
    });
  });

  it('lists the entries near a missing path', async () => {
    await expect(read('placement/regoin')).rejects.toMatchObject({
      code: 'fleet.metadata.path-missing',
      message:
        'the metadata of this instance has no "meta-data/placement/regoin"; ' +
        '"meta-data/placement/" has: availability-zone, availability-zone-id, region',
    });
    await expect(read('no/such/thing/at/all')).rejects.toThrow('"meta-data/" has: instance-id, ');
  });

  it('gives a reason why a path may be missing', async () => {
    await expect(read('spot/instance-action')).rejects.toThrow(
      'no "meta-data/spot/instance-action": no interruption is announced',
    );
    const imds = createFakeImds({});
    await expect(readMetadataPath(imds, pathOf('user-data'))).rejects.toThrow(
      'no "user-data": it was started without user data',
    );
  });
});
