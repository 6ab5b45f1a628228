import { stack } from '@groundcrew/functions/stacks/schedules';
import { startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew } from '../testing/groundcrew.ts';

const now = () => Date.parse('2027-01-04T18:00:00+09:00');

async function open() {
  const local = await startLocal({ stack: { ...stack, functions: [] } });
  onTestFinished(() => local.close());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
}

const override = (...words: string[]) => groundcrew(['schedule', 'override', ...words], { now });
const list = async () =>
  (JSON.parse((await override('--output', 'json')).out) as { overrides: { id: string }[] }).overrides;

test('an override is made, listed, and revoked', async () => {
  await open();
  const made = await override(
    'office-hours',
    '--on',
    '--until',
    '23:00',
    '--zone',
    'Asia/Seoul',
    '--reason',
    'release',
  );
  expect(made.code).toBe(0);
  expect(made.err).toContain('office-hours is on until 2027-01-04 23:00 Asia/Seoul.');
  const [first] = await list();
  expect(first).toMatchObject({
    what: 'office-hours',
    wanted: 'on',
    until: '2027-01-04T14:00:00.000Z',
    reason: 'release',
  });
  expect((await override('--revoke', first!.id)).code).toBe(0);
  expect(await list()).toEqual([]);
  expect((await override('--revoke', first!.id)).code).toBe(2);
});

test.each([
  [['office-hours', '--until', '2h', '--reason', 'x'], 'write either --on or --off'],
  [['office-hours', '--on', '--off', '--until', '2h', '--reason', 'x'], 'write either --on or --off'],
  [['office-hours', '--on', '--reason', 'x'], '--until is missing'],
  [['office-hours', '--on', '--until', '2h'], '--reason is missing'],
  [['office-hours', '--on', '--until', 'late', '--reason', 'x'], '"late" is not an end'],
  [['--on'], 'name what to override'],
])('%j is wrong usage', async (words, message) => {
  const { code, err } = await override(...words);
  expect(code).toBe(2);
  expect(err).toContain(message);
});
