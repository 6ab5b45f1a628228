import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';
import { stack } from '../stacks/tags.ts';

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
    language: 'en',
  });
});

test('reports are in the language that is set', () => {
  expect(readSettings({ ...names, REPORT_LANGUAGE: 'ko' }).language).toBe('ko');
  expect(() => readSettings({ ...names, REPORT_LANGUAGE: 'kr' })).toThrow(/REPORT_LANGUAGE.*"kr".*en, ko/);
});

test("it accepts the environment of the manifest with the stack's own defaults", () => {
  const environment = Object.fromEntries(
    Object.entries(manifest.environment).map(([name, value]) => {
      if (typeof value === 'string' || !('setting' in value)) return [name, name];
      return [name, stack.settings.find((setting) => setting.name === value.setting)?.default];
    }),
  );

  expect(readSettings({ ...environment, AWS_REGION: 'eu-west-1' })).toMatchObject({
    regions: 'current',
    language: 'en',
  });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});
