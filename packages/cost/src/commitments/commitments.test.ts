import type { Commitments } from '@groundcrew/aws/cost-explorer';
import { render } from '@groundcrew/report';
import { describe, expect, it } from 'vitest';
import { money, moneyText } from '../money/index.ts';
import { COMMITMENT_REQUESTS, type CommitmentsAnswer, commitmentsReport, readCommitments } from './index.ts';

const range = { start: '2026-10-01', end: '2026-11-01' };
const nowMs = Date.UTC(2026, 10, 20);

/** Cost Explorer of an account with one plan, one reservation of instances, and nothing of other services. */
function fakeCommitments(asked: { start: string; end: string }[] = []): Commitments {
  return {
    async savingsPlans(period, options) {
      options?.meter?.begin();
      asked.push(period);
      return [
        {
          id: 'arn:aws:savingsplans::1:savingsplan/a',
          total: '100',
          unused: '12.5',
          attributes: {
            SavingsPlansType: 'ComputeSavingsPlans',
            PaymentOption: 'No Upfront',
            StartDateTime: '2025-12-15T10:00:00.000Z',
            EndDateTime: '2026-12-15T10:00:00.000Z',
          },
        },
      ];
    },
    async savingsPlansCoverage(_, options) {
      options?.meter?.begin();
      return [
        { covered: '80', onDemand: '20', percent: '80' },
        { covered: '10', onDemand: '90', percent: '10' },
      ];
    },
    async reservations(_, service, options) {
      options?.meter?.begin();
      if (!service.startsWith('Amazon Elastic Compute')) return [];
      const attributes = {
        instanceType: 'm5.large',
        region: 'eu-west-1',
        endDateTime: '2028-01-01T00:00:00Z',
      };
      return [{ id: '42', total: '30', unused: '0', attributes }];
    },
    async reservationCoverage(_, service, options) {
      options?.meter?.begin();
      return service.startsWith('Amazon Elastic Compute') ? [{ onDemand: '60', percent: '40' }] : [];
    },
  };
}

describe('readCommitments', () => {
  it('reads plans and the reservations of each service, with the coverage of months together', async () => {
    const answer = await readCommitments(range, { commitments: fakeCommitments(), nowMs });
    expect(answer.commitments).toMatchObject([
      { kind: 'savings-plan', type: 'ComputeSavingsPlans', payment: 'No Upfront', end: '2026-12-15' },
      { kind: 'reservation', id: '42', type: 'm5.large eu-west-1', start: null, end: '2028-01-01' },
    ]);
    expect(answer.coverage.map(({ percent, onDemand }) => [percent, moneyText(onDemand)])).toEqual([
      [45, '110'],
      [40, '60'],
    ]);
    expect(answer.paid.requests).toBe(COMMITMENT_REQUESTS);
  });

  it('asks for no day that has not ended', async () => {
    const asked: { start: string; end: string }[] = [];
    await readCommitments(
      { start: '2026-11-01', end: '2026-11-21' },
      {
        commitments: fakeCommitments(asked),
        nowMs,
      },
    );
    expect(asked).toEqual([{ start: '2026-11-01', end: '2026-11-20' }]);
  });

  it('asks for nothing if that would cost too much', async () => {
    const asked: { start: string; end: string }[] = [];
    const maxSpendUsd = money('0.11');
    const read = readCommitments(range, { commitments: fakeCommitments(asked), nowMs, maxSpendUsd });
    await expect(read).rejects.toMatchObject({ code: 'cost.spend.exceeded' });
    expect(asked).toEqual([]);
  });
});

describe('commitmentsReport', () => {
  const about = { period: '2026-10', source: 'Cost Explorer', today: '2026-11-20', expiringDays: 60 };
  async function tableOf(answer: CommitmentsAnswer): Promise<string> {
    let text = '';
    for await (const part of render(commitmentsReport(answer, about), 'table')) text += part;
    return text;
  }

  it('reports what was not used and what ends soon, and lists by the end', async () => {
    const text = await tableOf(await readCommitments(range, { commitments: fakeCommitments(), nowMs }));
    expect(text).toContain('$12.50 of $130.00 that is committed was not used.');
    expect(text).toContain('1 Savings Plan ends within 60 days, on 15 December 2026.');
    expect(text).toMatch(/savings-plan +1 +\$100\.00 +\$87\.50 +\$12\.50 +87\.5%/);
    expect(text).toMatch(/2026-12-15 +25 +savings-plan/);
    expect(text.indexOf('2026-12-15')).toBeLessThan(text.indexOf('2028-01-01'));
  });

  it('reports that there are none', async () => {
    const paid = { requests: 0, usd: money(0) };
    const text = await tableOf({ commitments: [], coverage: [], notes: [], paid });
    expect(text).toContain('There are no Savings Plans and no reservations.');
  });
});
