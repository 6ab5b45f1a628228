import { moneyText } from '@groundcrew/cost/money';
import { expect, test } from 'vitest';
import { stack } from '../stacks/costs.ts';
import { readSettings } from './env.ts';
import { manifest } from './manifest.ts';

const names = { BUCKET: 'costs', TOPIC_ARN: 'arn', MAX_SPEND_USD: '2' };

test('costs are grouped by the tag first, if one is set', () => {
  expect(readSettings({ ...names, TAG_KEY: 'Team', GROUP: 'account' }).by).toEqual(['tag:Team', 'account']);
  expect(readSettings({ ...names, TAG_KEY: '' }).by).toEqual(['service']);
});

test.each([
  [undefined, undefined],
  ['', undefined],
  ['0', undefined],
  ['0.00', undefined],
  ['1200', '1200'],
  ['99.50', '99.5'],
])('BUDGET %j means %j', (BUDGET, expected) => {
  const { budget } = readSettings({ ...names, BUDGET });

  expect(budget && moneyText(budget)).toBe(expected);
});

test('the message is for chats, too, if that is set', () => {
  expect(readSettings({ ...names, FORMAT: 'chat' }).format).toBe('chat');
  expect(() => readSettings({ ...names, FORMAT: 'slack' })).toThrow(/FORMAT/);
});

test('reports are in the language that is set', () => {
  expect(readSettings(names).language).toBe('en');
  expect(readSettings({ ...names, REPORT_LANGUAGE: 'ko' }).language).toBe('ko');
  expect(() => readSettings({ ...names, REPORT_LANGUAGE: 'kr' })).toThrow(/REPORT_LANGUAGE.*"kr".*en, ko/);
});

test.each(['-1', '1,200', '$5', '1e3', 'much'])('the amount %j is refused', (amount) => {
  const invalid = expect.objectContaining({
    code: 'lambda.setting.invalid',
    message: expect.stringContaining(`"${amount}"`),
  });

  expect(() => readSettings({ ...names, BUDGET: amount })).toThrow(invalid);
  expect(() => readSettings({ ...names, MAX_SPEND_USD: amount })).toThrow(invalid);
});

test("it accepts the environment of the manifest with the stack's own defaults", () => {
  const environment = Object.fromEntries(
    Object.entries(manifest.environment).map(([name, value]) => {
      if (typeof value === 'string' || !('setting' in value)) return [name, name];
      return [name, stack.settings.find((setting) => setting.name === value.setting)?.default];
    }),
  );

  expect(readSettings(environment)).toMatchObject({
    by: ['tag:Project', 'service'],
    metric: 'unblended',
    budget: undefined,
    format: 'text',
  });
  expect(() => readSettings({})).toThrow(expect.objectContaining({ code: 'lambda.setting.missing' }));
});
