import type { CostAllocationTag } from '@groundcrew/aws/cost-explorer';
import { type Report, render } from '@groundcrew/report';
import { describe, expect, it } from 'vitest';
import { allocationTagsReport, backfillMonth, missingKeys, planActivation, tagStates } from './index.ts';

const listed: readonly CostAllocationTag[] = [
  { key: 'Project', type: 'UserDefined', isActive: true, updatedAt: '2026-03-05T10:00:00Z' },
  { key: 'Team', type: 'UserDefined', isActive: false, usedAt: '2026-10-01T00:00:00Z' },
  { key: 'aws:createdBy', type: 'AWSGenerated', isActive: false },
  { key: 'Env', type: 'UserDefined', isActive: false },
];
const account = { id: '111122223333' };
const nowMs = Date.UTC(2026, 10, 20);

describe('tagStates', () => {
  it('has the keys of the policy first, and those that AWS does not list', () => {
    const states = tagStates(listed, ['Project', 'Team', 'Owner']);
    expect(states.map(({ key, status, isInPolicy }) => [key, status, isInPolicy])).toEqual([
      ['Owner', 'unlisted', true],
      ['Project', 'active', true],
      ['Team', 'inactive', true],
      ['Env', 'inactive', false],
      ['aws:createdBy', 'inactive', false],
    ]);
    expect(missingKeys(states).map(({ key }) => key)).toEqual(['Owner', 'Team']);
  });

  it('of no policy knows no missing keys', () => {
    const states = tagStates(listed, undefined);
    expect(states.every(({ isInPolicy }) => isInPolicy === null)).toBe(true);
    expect(missingKeys(states)).toEqual([]);
  });
});

describe('planActivation', () => {
  it('activates inactive keys of the policy, and finds those that AWS does not list', () => {
    const states = tagStates(listed, ['Project', 'Team', 'Owner']);
    const plan = planActivation(states, { account, command: 'groundcrew cost tags', nowMs });
    expect(plan.kind).toBe('cost-allocation-tags');
    expect(plan.changes).toMatchObject([
      {
        id: 'cost-allocation-tag/Team#status',
        target: { accountId: '111122223333', label: 'Team' },
        before: 'Inactive',
        after: 'Active',
      },
    ]);
    expect(plan.findings).toMatchObject([{ target: { label: 'Owner' } }]);
  });

  it('activates keys by name, once each, and none that is active', () => {
    const states = tagStates(listed, undefined);
    const keys = ['Env', 'Env', 'Project', 'aws:createdBy'];
    const plan = planActivation(states, { account, keys, command: 'groundcrew cost tags', nowMs });
    expect(plan.changes.map(({ target }) => target.label)).toEqual(['Env', 'aws:createdBy']);
  });
});

describe('backfillMonth', () => {
  it.each([
    ['2026-11', '2026-11-01'],
    ['2025-11', '2025-11-01'],
  ])('%s is from %s on', (text, day) => {
    expect(backfillMonth(text, nowMs)).toBe(day);
  });

  it.each(['2025-10', '2026-12', '2026-13', '2026-05-01', 'May', ''])('%s is refused', (text) => {
    expect(() => backfillMonth(text, nowMs)).toThrow(/write one from 2025-11 to 2026-11/);
  });
});

describe('allocationTagsReport', () => {
  const reportOf = (policyKeys: readonly string[] | undefined): Report =>
    allocationTagsReport({
      accountId: account.id,
      states: tagStates(listed, policyKeys),
      backfills: [],
      activate: 'groundcrew cost tags --policy tags.yaml --activate',
    });

  async function tableOf(report: Report): Promise<string> {
    let text = '';
    for await (const part of render(report, 'table')) text += part;
    return text;
  }

  it('lists the keys of the policy that are not active, and what to do', async () => {
    const text = await tableOf(reportOf(['Project', 'Team', 'Owner']));
    expect(text).toContain("2 of 3 keys of the policy are not active: costs can't be grouped by them.");
    expect(text).toContain('To activate them: groundcrew cost tags --policy tags.yaml --activate');
    expect(text).toContain('AWS lists no Owner');
  });

  it('reports that all are active', async () => {
    const text = await tableOf(reportOf(['Project']));
    expect(text).toContain('The one key of the policy is active.');
    expect(text).not.toContain('To activate');
  });
});
