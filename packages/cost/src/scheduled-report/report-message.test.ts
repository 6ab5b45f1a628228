import { anyText } from '@groundcrew/errors/testing/any-text';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Charge, CostAnswer } from '../model.ts';
import { money } from '../money/index.ts';
import { budgetPace, summarize } from '../report-model/index.ts';
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

  it('is in Korean as a whole, names and amounts apart', () => {
    const costs: Cost[] = [
      ...['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((project, index) => ({ project, cost: `${index + 1}` })),
      { project: null, cost: '28' },
      { project: null, cost: '5.25', charge: 'tax' },
    ];
    const facts = factsOf(costs, { dataThrough: '2026-11-01' });
    const usd = {
      currency: 'USD',
      range: facts.summary.range,
      spent: money(61.25),
      low: money(60),
      high: money(80),
      basis: '',
    };
    const forecast = { ...usd, cost: money(70), usageToCome: money(9), chargesToCome: money(0) };
    const pace = budgetPace(facts.summary.currencies[0]!, {
      monthly: money(65),
      range: facts.summary.range,
      forecast: money(70),
    });
    const anomaly = {
      currency: 'USD',
      keys: ['shop', null],
      range: { start: '2026-11-01', end: '2026-11-02' },
      cost: money(9),
      expected: money(1),
      excess: money(8),
      evidence: '$9.00, against nothing in the 90 days before',
    };

    const { subject, text } = reportMessage({
      ...facts,
      summary: { ...facts.summary, language: 'ko' },
      forecasts: [forecast],
      pace,
      anomalies: Array(5).fill(anomaly),
    });

    expect(subject).toBe('AWS 비용 2026-11 현재까지: USD 61.25, 예산 초과 예상');
    expect(text.split('\n')).toEqual([
      '비용: 2026-11-01 (진행 중) (UTC), 2026-10-01과 비교',
      '데이터 기준일 2026년 11월 1일',
      '',
      '합계: $61.25',
      '월말 예상: $70.00 ($60.00~$80.00)',
      'Project별:',
      '- g: $7.00',
      '- f: $6.00',
      '- e: $5.00',
      '- d: $4.00',
      '- c: $3.00',
      '- 그 밖 2건',
      '그 밖의 요금: 세금 $5.25',
      'Project 없음: $28.00, 사용 비용의 50.0%',
      '',
      expect.stringMatching(/^예산: 예산 초과 예상\. 예산 \$65\.00 중 \$61\.25를 썼습니다/),
      '',
      '두드러진 비용',
      ...Array(3).fill('- shop, (없음), 2026-11-01: $9.00, 이전 90일 동안은 없었음'),
      '- 그 밖 2건',
      '',
    ]);
    expect(text).not.toMatch(/[{}]|[a-z]{4,} [a-z]{2,}/);
  });

  it.each([
    [{ complete: true }, '없음', '청구된 비용이 없습니다.'],
    [{ dataThrough: '2026-10-31' }, '아직 제공되지 않음', '아직 제공되지 않았습니다.'],
  ])('has a sentence in Korean of a month with %j', (more, inSubject, inText) => {
    const facts = factsOf([], more);

    const { subject, text } = reportMessage({ ...facts, summary: { ...facts.summary, language: 'ko' } });

    expect(subject).toContain(inSubject);
    expect(text).toContain(inText);
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
