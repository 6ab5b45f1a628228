import { expect, test } from 'vitest';
import { cost, costOfExport, startCostExplorer, yearExport } from '../testing/cost.ts';

interface CommitmentsJson {
  readonly totals: readonly Readonly<Record<string, string | number>>[];
  readonly commitments: readonly Readonly<Record<string, string | number>>[];
  readonly notes: readonly string[];
}

test('of Cost Explorer, the price is shown before, and that there are no commitments is reported', async () => {
  const { local, environment } = await startCostExplorer();
  const { code, out, err } = await cost(['commitments'], environment);
  expect([code, err]).toEqual([0, 'Cost Explorer: at least 12 requests, $0.12\n']);
  expect(out).toContain('There are no Savings Plans and no reservations.');
  expect(local.calls().some(({ action }) => action === 'ce:GetSavingsPlansUtilizationDetails')).toBe(true);

  const refused = await cost(['commitments', '--max-spend', '0.11'], environment);
  expect(refused.code).toBe(1);
  expect(refused.err).toContain('cost.spend.exceeded');
});

test('of an export, what was not used is reported at no charge', async () => {
  const words = ['commitments', '--period', '2026-10', '--output', 'json'];
  const { code, out } = await costOfExport(words, await yearExport());
  expect(code).toBe(0);
  const { totals, commitments, notes } = JSON.parse(out) as CommitmentsJson;
  // Eighteen cents an hour, all October.
  expect(totals).toMatchObject([{ kind: 'savings-plan', count: 1, total: '133.92', utilization: 91.78 }]);
  expect(commitments[0]!.id).toMatch(/^arn:aws:savingsplans:/);
  expect(notes).toContain('$11.01 of $133.92 that is committed was not used.');
  expect(notes).toContain('The source does not show when 1 of 1 commitments ends.');

  const failing = await costOfExport([...words, '--fail-on', 'expiring'], await yearExport());
  expect(failing.code).toBe(6);
});

test('Athena is refused', async () => {
  const { code, err } = await cost(['commitments', '--source', 'athena']);
  expect(code).toBe(2);
  expect(err).toContain('--source athena is not supported here');
});
