import { expect, test } from 'vitest';
import { confirmAccount } from './confirm-account.ts';
import { changesByResource, diffLine, summarizePlan } from './describe-plan.ts';
import type { Json } from './json.ts';
import { createPlan } from './plan.ts';

function change(region: string, resource: string, field: string, before: Json, after: Json) {
  const target = { accountId: '111122223333', region, resource };
  return { id: `${region} ${resource}#${field}`, target, field, before, after, reason: 'is required' };
}

const plan = createPlan({
  kind: 'tags',
  createdAt: '2027-01-31T00:00:00Z',
  accounts: [{ id: '444455556666' }, { id: '111122223333', alias: 'shop-prod' }],
  scope: { examined: 40 },
  changes: [
    change('us-east-1', 'vol-1', 'Project', null, 'shop'),
    change('eu-west-1', 'vol-1', 'Project', 'shopp', 'shop'),
    { ...change('eu-west-1', 'vol-1', 'Owner', null, 'ann'), source: 'instance i-1' },
    change('eu-west-1', 'vol-0', 'temp', 'x', null),
  ],
  findings: [
    { target: { accountId: '111122223333', region: 'r', resource: 'x' }, field: 'f', reason: 'why' },
  ],
});

test('changes are grouped by resource, in the order of the plan, with a sign each', () => {
  const groups = [...changesByResource(plan)];
  expect(groups.map(([{ target }, ...more]) => [target.region, target.resource, 1 + more.length])).toEqual([
    ['eu-west-1', 'vol-0', 1],
    ['eu-west-1', 'vol-1', 2],
    ['us-east-1', 'vol-1', 1],
  ]);
  const lines = groups.flat().map(diffLine);
  expect(lines.map(({ sign, field }) => sign + field)).toEqual(['-temp', '+Owner', '~Project', '+Project']);
  expect(lines[1]).toEqual({
    sign: '+',
    field: 'Owner',
    before: null,
    after: 'ann',
    reason: 'is required',
    source: 'instance i-1',
  });
});

test('a summary counts changes, resources, and each account on its own', () => {
  expect(summarizePlan(plan)).toEqual({
    hash: plan.hash,
    changes: 4,
    added: 2,
    removed: 1,
    replaced: 1,
    resources: 3,
    examined: 40,
    percent: 7.5,
    findings: 1,
    accounts: [
      { id: '111122223333', alias: 'shop-prod', regions: ['eu-west-1', 'us-east-1'], changes: 3 + 1 },
      { id: '444455556666', regions: [], changes: 0 },
    ],
  });
});

test.each([
  [['shop-prod', '444455556666'], true],
  [[' shop-prod\n', '444455556666'], true],
  [['shop-prod', 'y'], false],
  [['y'], false],
  [['Shop-Prod'], false],
  [['111122223333'], false],
  [[undefined], false],
])('%j, typed for two accounts of which one has an alias, confirms: %s', async (answers, isConfirmed) => {
  const questions: string[] = [];
  const ask = async (question: string) => answers[questions.push(question) - 1];
  expect(await confirmAccount(ask, plan.accounts, { yes: false })).toBe(isConfirmed);
  expect(questions).toHaveLength(answers.length);
  expect(questions[0]).toContain('shop-prod');
});

test('with yes there is no prompt', async () => {
  const ask = async () => {
    throw new Error('was called');
  };
  expect(await confirmAccount(ask, plan.accounts, { yes: true })).toBe(true);
});
