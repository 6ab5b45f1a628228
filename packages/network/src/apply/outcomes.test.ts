import type { ApplyResult, Change, Plan } from '@groundcrew/plan';
import { expect, test } from 'vitest';
import { appliedOutcomes } from './outcomes.ts';

const change = (key: string, label: string, ...requires: readonly string[]): Change => ({
  id: `create ${key}`,
  target: { accountId: '111122223333', region: 'ap-northeast-2', resource: `new:${key}`, label },
  field: 'exists',
  before: null,
  after: { key },
  reason: 'the file wants it',
  ...(requires.length > 0 && { requires: requires.map((each) => `create ${each}`) }),
});

const subnet = change('subnet:10.0.0.0/24', 'subnet shop-public');
const gateway = change('nat-gateway:az1', 'NAT gateway shop-nat', 'subnet:10.0.0.0/24');
const route = change('route:private/0.0.0.0/0', 'route 0.0.0.0/0 of shop-private', 'nat-gateway:az1');
const plan = { changes: [subnet, gateway, route] } as unknown as Plan;

const untried = (of: Change) => ({
  change: of,
  code: 'plan.requirement.failed',
  message: `was not tried, because it requires ${of.requires![0]}, which is not made`,
});

/** Messages by the names of what they are about. */
function messages(result: Partial<ApplyResult>): Record<string, string | undefined> {
  const all = {
    done: [],
    alreadyDone: [],
    failed: [],
    gone: [],
    drifted: [],
    unverified: [],
    ...result,
  } as unknown as ApplyResult;
  return Object.fromEntries(
    appliedOutcomes(plan, all, new Map()).map(({ change: of, message }) => [of.target.label, message]),
  );
}

test('what was not tried names what failed first, as its row has it', () => {
  const failed = [
    { change: subnet, code: 'Throttled', message: 'too many' },
    untried(gateway),
    untried(route),
  ];
  const why = 'was not tried, because it requires subnet shop-public, which failed [plan.requirement.failed]';
  expect(messages({ failed })).toEqual({
    'subnet shop-public': 'too many [Throttled]',
    'NAT gateway shop-nat': why,
    'route 0.0.0.0/0 of shop-private': why,
  });
});

test('what was not tried is reported as such where all that it requires was there in the end', () => {
  const { 'route 0.0.0.0/0 of shop-private': why } = messages({
    done: [subnet, gateway],
    failed: [untried(route)],
  });
  expect(why).toContain('became visible only at the end; --resume makes it');
});

test('what was not tried for a change that drifted names it', () => {
  const { 'route 0.0.0.0/0 of shop-private': why } = messages({
    done: [subnet],
    drifted: [{ change: gateway, found: { value: { id: 'nat-1' } } }],
    failed: [untried(route)],
  });
  expect(why).toContain('requires NAT gateway shop-nat, which is not as the plan expects it');
});
