import { expect, test } from 'vitest';
import { runOf } from './run.ts';

const time = '2026-11-02T08:00:00Z';
const scheduled = (name: string) => ({
  source: 'aws.scheduler',
  time,
  resources: [`arn:aws:scheduler:eu-west-1:123456789012:schedule/default/${name}`],
});

test.each([
  ['the daily schedule', scheduled('groundcrew-report-costs'), { kind: 'daily', run: time }],
  ['the monthly schedule', scheduled('groundcrew-report-costs-monthly'), { kind: 'monthly', run: time }],
  ['a direct invocation', { report: 'monthly' }, { kind: 'monthly' }],
  ['a direct invocation without a report', {}, { kind: 'daily' }],
  ['a direct invocation without a payload', null, { kind: 'daily' }],
  ['a source other than a schedule', { ...scheduled('x-monthly'), source: 'acme' }, { kind: 'daily' }],
  [
    'a schedule without a time or a name',
    { source: 'aws.scheduler', resources: 'x-monthly', time: 8 },
    { kind: 'daily' },
  ],
])('an event of %s selects the report', (_, event, run) => {
  expect(runOf(event)).toEqual(run);
});
