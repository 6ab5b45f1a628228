import { expect, test } from 'vitest';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

const names = {
  BUCKET: 'b',
  SCHEDULE_KEY: 's.yaml',
  TABLE_NAME: 't',
  TOPIC_ARN: 'arn',
  AWS_REGION: 'eu-west-1',
};

test.each([
  [undefined, 'current'],
  ['all', 'all'],
  ['ap-northeast-2, us-east-1', ['ap-northeast-2', 'us-east-1']],
])('REGIONS %j means %j', (REGIONS, regions) => {
  expect(readSettings({ ...names, REGIONS })).toEqual({
    bucket: 'b',
    scheduleKey: 's.yaml',
    tableName: 't',
    currentRegion: 'eu-west-1',
    regions,
    topicArn: 'arn',
    accounts: [],
    role: 'groundcrew-schedules',
    alertAfterMs: 900_000,
    language: 'en',
  });
});

test('it accepts the environment of the manifest and Lambda', () => {
  const environment = Object.fromEntries(Object.keys(manifest.environment).map((name) => [name, '5']));
  environment.REPORT_LANGUAGE = 'ko';
  const accounts = { ACCOUNTS: '111122223333, 444455556666,111122223333', EXTERNAL_ID: 'x' };
  expect(readSettings({ ...environment, ...accounts, AWS_REGION: 'eu-west-1' })).toMatchObject({
    alertAfterMs: 300_000,
    language: 'ko',
    accounts: ['111122223333', '444455556666'],
    externalId: 'x',
  });
  expect(() => readSettings({ ...names, ACCOUNTS: '1234' })).toThrow('"1234" in ACCOUNTS is not the id');
  expect(() => readSettings({ ...names, REPORT_LANGUAGE: 'kr' })).toThrow(/REPORT_LANGUAGE.*"kr".*en, ko/);
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
  expect(() => readSettings({ ...names, ALERT_AFTER_MINUTES: 'soon' })).toThrow(
    'a whole number from 0 to 1440',
  );
});
