import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

const names = { BUCKET: 'tags', POLICY_KEY: 'policy.yaml', TOPIC_ARN: 'arn', AWS_REGION: 'eu-west-1' };

test.each([
  [undefined, 'current'],
  ['', 'current'],
  ['current', 'current'],
  ['all', 'all'],
  ['ap-northeast-2', ['ap-northeast-2']],
  ['ap-northeast-2, ap-northeast-3', ['ap-northeast-2', 'ap-northeast-3']],
])('REGIONS %j means %j', (REGIONS, regions) => {
  expect(readSettings({ ...names, REGIONS })).toEqual({
    bucket: 'tags',
    policyKey: 'policy.yaml',
    currentRegion: 'eu-west-1',
    regions,
    timeZone: 'UTC',
    topicArn: 'arn',
  });
});

test('it accepts the environment of the manifest and Lambda', () => {
  const environment = Object.fromEntries(Object.keys(manifest.environment).map((name) => [name, 'all']));

  expect(readSettings({ ...environment, AWS_REGION: 'eu-west-1' })).toMatchObject({ regions: 'all' });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});
