import { expect, test } from 'vitest';
import { parseSchedule } from '../file/index.ts';
import { createAssign, type ResourceFacts } from './index.ts';

const file = parseSchedule(
  `version: 1
zone: Asia/Seoul
schedules:
  office-hours: { windows: [{ days: mon-fri, from: 08:00, to: 20:00 }] }
  nights: { windows: [{ days: daily, from: 22:00, to: 06:00 }] }
rules:
  - { match: { id: i-0keep }, schedule: none }
  - { match: { type: 'ec2:*', region: us-*, tag: { Env: 'dev*' } }, schedule: nights }
  - { match: { account: '1111*' }, schedule: office-hours }
`,
  { file: 'schedule.yaml' },
);
const assign = createAssign(file);
const instance: ResourceFacts = {
  id: 'i-0abc',
  type: 'ec2:instance',
  account: '111122223333',
  region: 'us-east-1',
  tags: { Env: 'dev-2' },
};

test.each([
  ['nights', instance],
  ['office-hours', { ...instance, tags: { Env: 'prod' } }],
  ['office-hours', { ...instance, type: 'rds:db' }],
  ['office-hours', { ...instance, tags: { ...instance.tags, Schedule: 'office-hours' } }],
  [undefined, { ...instance, tags: { ...instance.tags, Schedule: 'none' } }],
  [undefined, { ...instance, id: 'i-0keep' }],
  [undefined, { ...instance, account: '999922223333', region: 'eu-west-1' }],
])('%s is the schedule of row %#: the tag, or else the first rule that matches', (expected, resource) => {
  const found = assign(resource);
  expect(found.schedule?.name).toBe(expected);
  expect(found).not.toHaveProperty('problem');
});

test.each([
  [
    { Schedule: 'office-hour' },
    'has Schedule="office-hour", but there is no schedule of that name; did you mean office-hours?',
  ],
  [{ Schedule: 'Office-Hours' }, 'did you mean office-hours?'],
  [
    { Schedule: '' },
    'has Schedule="", but there is no schedule of that name; known: office-hours, nights, none',
  ],
  [{ schedule: 'nights' }, 'has a tag "schedule", which is not "Schedule"; rename its key'],
])('a resource with %j is on no schedule, and reported', (tags, problem) => {
  const found = assign({ ...instance, tags });
  expect(found.schedule).toBeUndefined();
  expect(found).toMatchObject({ problem: expect.stringContaining(problem) as string });
});
