import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stack } from '@groundcrew/functions/stacks/schedules';
import { parseAccounts, startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test, vi } from 'vitest';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

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

test('plan and why know of it with --table', async () => {
  const instances = [{ id: 'i-00000001', type: 't3.micro', tags: { Schedule: 'office-hours' } }];
  const local = await startLocal({
    region: 'us-east-1',
    stack: { ...stack, functions: [] },
    accounts: parseAccounts({ accounts: [{ id: '111122223333', regions: { 'us-east-1': { instances } } }] }),
  });
  onTestFinished(() => local.close());
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  const path = join(await temporaryFolder(), 'schedule.yaml');
  await writeFile(
    path,
    'version: 1\nzone: Asia/Seoul\nschedules: { office-hours: { windows: [{ days: mon-fri, from: 08:00, to: 17:00 }] } }\n',
  );
  await override('i-00000001', '--on', '--until', '23:00', '--zone', 'Asia/Seoul', '--reason', 'release');
  const changes = async (...more: string[]) => {
    const { out } = await groundcrew(['schedule', 'plan', path, '--output', 'json', ...more], { now });
    return (JSON.parse(out) as { changes: unknown[] }).changes;
  };
  expect(await changes()).toHaveLength(1);
  expect(await changes('--table', 'Schedules')).toEqual([]);
  const why = (...more: string[]) => groundcrew(['schedule', 'why', 'i-00000001', path, ...more], { now });
  expect((await why()).out).toContain('Overrides are not known here');
  expect((await why('--table', 'Schedules')).out).toMatch(/wants it on until 2027-01-04 23:00: release/);
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
