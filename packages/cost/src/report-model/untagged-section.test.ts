import { expect, test } from 'vitest';
import type { CostLine } from '../model.ts';
import { money } from '../money/index.ts';
import { untaggedResources } from './untagged-section.ts';

function sectionOf(...costs: (readonly [resource: string | null, cost: string, currency: string])[]) {
  const lines = costs.map(([resource, cost, currency]): CostLine => ({
    day: '2026-10-01',
    keys: ['Amazon EC2', resource],
    charge: 'usage',
    currency,
    cost: money(cost),
  }));
  const answer = { lines, estimated: null, notes: [], paid: { requests: 0, usd: money(0) } };
  return untaggedResources(answer, 'tag:Project');
}

test('months of one resource are added, the largest come first, and free resources are left out', () => {
  const section = sectionOf(
    ['i-1', '1.5', 'USD'],
    ['i-2', '2', 'USD'],
    ['i-1', '1.25', 'USD'],
    [null, '9', 'USD'],
    ['i-3', '0', 'USD'],
  );
  expect(section?.title).toBe('Largest resources without Project');
  expect(section?.rows).toMatchObject([
    { resource: 'i-1', cost: '2.75', printedCost: '2.75' },
    { resource: 'i-2', cost: '2' },
  ]);
});

test('each currency has rows of its own: amounts of two are not compared', () => {
  const many = Array.from({ length: 30 }, (_, index) => [`i-${index}`, '1400', 'KRW'] as const);
  const section = sectionOf(...many, ['i-usd', '5', 'USD']);
  const rows = [...(section!.rows as Iterable<{ readonly currency: string }>)];
  expect(rows.filter(({ currency }) => currency === 'KRW')).toHaveLength(20);
  expect(rows.at(-1)).toMatchObject({ resource: 'i-usd', currency: 'USD', printedCost: '5.00' });
});

test('people see a resource without the part that all ARNs have in common', () => {
  const section = sectionOf(['arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-0a', '1', 'USD']);
  expect(section?.rows).toMatchObject([
    {
      resource: 'arn:aws:ec2:eu-west-1:111122223333:natgateway/nat-0a',
      printedResource: 'natgateway/nat-0a',
    },
  ]);
});

test('there is no section without a resource', () => {
  expect(sectionOf([null, '1', 'USD'])).toBeUndefined();
});
