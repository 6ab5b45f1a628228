import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

test.each([
  [undefined, 'current'],
  ['', 'current'],
  ['current', 'current'],
  ['all', 'all'],
  ['ap-northeast-2', ['ap-northeast-2']],
  ['ap-northeast-2, ap-northeast-3', ['ap-northeast-2', 'ap-northeast-3']],
])('REGIONS %j means %j', (REGIONS, regions) => {
  expect(readSettings({ AWS_REGION: 'eu-west-1', REGIONS })).toEqual({
    currentRegion: 'eu-west-1',
    regions,
    requestTimeoutMs: 4_000,
  });
});

test('without a region of its own it does not start', () => {
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});

test('it finds its settings in the environment of the manifest and Lambda', () => {
  const environment = Object.fromEntries(Object.keys(manifest.environment).map((name) => [name, 'all']));

  expect(readSettings({ ...environment, AWS_REGION: 'eu-west-1' })).toMatchObject({ regions: 'all' });
});
