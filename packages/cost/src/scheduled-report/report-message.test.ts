import { anyText } from '@groundcrew/errors/testing/any-text';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Charge, CostAnswer } from '../model.ts';
import { money } from '../money/index.ts';
import { summarize } from '../report-model/index.ts';
import { type MessageFacts, reportMessage } from './report-message.ts';

interface Cost {
  readonly project: string | null;
  readonly cost: string;
  readonly charge?: Charge;
  readonly currency?: string;
}

function answerOf(costs: readonly Cost[]): CostAnswer {
  return {
    lines: costs.map(({ project, cost, charge = 'usage', currency = 'USD' }) => ({
      day: '2026-11-01',
      keys: [project, 'Amazon S3'],
      charge,
      currency,
      cost: money(cost),
    })),
    estimated: null,
    notes: [],
    paid: { requests: 0, usd: money(0) },
  };
}

function factsOf(costs: readonly Cost[], more: Partial<MessageFacts> = {}): MessageFacts {
  return {
    summary: summarize(answerOf(costs), {
      by: ['tag:Project', 'service'],
      range: { start: '2026-11-01', end: '2026-11-02' },
      granularity: 'daily',
      compareWith: answerOf([]),
    }),
    complete: false,
    period: '2026-11-01, so far',
    comparedWith: '2026-10-01',
    forecasts: [],
    pace: undefined,
    anomalies: [],
    ...more,
  };
}

describe('reportMessage', () => {
  it('has the largest groups, other charges and untagged costs', () => {
    const costs: Cost[] = [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((project, index) => ({ project, cost: `${index + 1}` })),
      { project: null, cost: '28' },
      { project: null, cost: '5.25', charge: 'tax' },
      { project: null, cost: '0', charge: 'refund' },
    ];

    const { subject, text } = reportMessage(factsOf(costs));

    expect(subject).toBe('AWS costs of 2026-11 so far: USD 61.25');
    expect(text.split('\n')).toEqual([
      'Costs of 2026-11-01, so far (UTC), compared with 2026-10-01',
      '',
      'Total: $61.25',
      'By Project:',
      '- g: $7.00',
      '- f: $6.00',
      '- e: $5.00',
      '- d: $4.00',
      '- c: $3.00',
      '- and 2 more',
      'Other charges: tax $5.25',
      'Without Project: $28.00, 50.0% of usage',
      '',
    ]);
  });

  it('has each currency separately, in the subject by its code', () => {
    const { subject, text } = reportMessage(
      factsOf([
        { project: 'shop', cost: '12.5' },
        { project: 'shop', cost: '1500', currency: 'KRW' },
      ]),
    );

    expect(subject).toBe('AWS costs of 2026-11 so far: KRW 1500 and USD 12.50');
    expect(text).toContain('Total: ₩1,500');
    expect(text).toContain('Total: $12.50');
  });

  it('has a sentence if nothing was billed', () => {
    const { subject, text } = reportMessage(factsOf([], { complete: true }));

    expect(subject).toBe('AWS costs of 2026-11: none');
    expect(text).toContain('Nothing was billed.');
  });

  it('does not report days that are not delivered as free', () => {
    const { subject, text } = reportMessage(factsOf([], { dataThrough: '2026-10-31' }));

    expect(subject).toBe('AWS costs of 2026-11 so far: not delivered yet');
    expect(text).toContain('Not delivered yet.');
  });

  it('shows no more than three days that stand out', () => {
    const anomaly = {
      currency: 'USD',
      keys: ['shop', null],
      range: { start: '2026-11-01', end: '2026-11-02' },
      cost: money(9),
      expected: money(1),
      excess: money(8),
      evidence: 'nine times as much',
    };

    const { text } = reportMessage(factsOf([], { anomalies: Array(5).fill(anomaly) }));

    expect(text.split('\n').slice(-6)).toEqual([
      'What stands out',
      ...Array(3).fill('- shop, (none), 2026-11-01: nine times as much'),
      '- and 2 more',
      '',
    ]);
  });

  it('keeps each name on one line, whatever it contains', () => {
    const name = anyText({ minLength: 1, maxLength: 256 });
    fc.assert(
      fc.property(fc.uniqueArray(name, { maxLength: 5 }), (names) => {
        const plain = names.map((_, index) => ({ project: `p${index}`, cost: '1' }));

        const { text } = reportMessage(factsOf(names.map((project) => ({ project, cost: '1' }))));

        const lines = text.split('\n');
        expect(lines).toHaveLength(reportMessage(factsOf(plain)).text.split('\n').length);
        for (const line of lines) expect(line).toMatch(/^[^\p{Cc}\u202a-\u202e]{0,90}$/u);
      }),
    );
  });
});
