import { expect, test } from 'vitest';
import { refuseUnknownSettings, settingsFrom } from './settings.ts';

const manifest = [
  { name: 'TableName', description: 'Table', default: 'Inventory', pattern: '^[A-Za-z]+$' },
  { name: 'AlertEmail', description: 'Whom to notify', default: '' },
];

test('what context leaves out has its default', () => {
  expect(settingsFrom(manifest, { AlertEmail: 'ann@example.com' })).toEqual({
    TableName: 'Inventory',
    AlertEmail: 'ann@example.com',
  });
});

test("CDK's own context is left alone", () => {
  const context = {
    '@aws-cdk/core:newStyleStackSynthesis': true,
    'availability-zones:account=1:region=a': [],
  };
  expect(() => refuseUnknownSettings(manifest, context)).not.toThrow();
});

test('a misspelt setting is refused with the names there are', () => {
  expect(() => refuseUnknownSettings(manifest, { AlertMail: 'ann@example.com' })).toThrow(
    'no setting is called "AlertMail"; there are TableName, AlertEmail',
  );
});

test.each(['Stock 1', 7, ''])('a value that does not match is refused: %o', (value) => {
  expect(() => settingsFrom(manifest, { TableName: value })).toThrow(
    expect.objectContaining({ code: 'deploy.setting.invalid' }),
  );
});
