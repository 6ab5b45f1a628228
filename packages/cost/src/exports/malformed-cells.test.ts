import { afterAll, describe, expect, it } from 'vitest';
import type { CostQuery } from '../model.ts';
import { openExports } from './index.ts';
import { OTHER_AMOUNT } from './ranked-cells.ts';
import {
  byGroup,
  csvOf,
  focusRow,
  legacyRow,
  queryOf,
  testDuckdb,
  testFolder,
  totalOf,
} from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

type Row = Readonly<Record<string, string | null>>;

/** @param rows the first with the columns of all */
async function answerOf(rows: readonly Row[], query: Partial<CostQuery> = {}) {
  const source = await openExports({
    paths: [folder.write('bill.csv', csvOf(rows))],
    duckdb,
    now: () => Date.UTC(2026, 9, 20),
  });
  try {
    return await source.query(queryOf(query));
  } finally {
    await source.close();
  }
}

const good = focusRow({ BilledCost: '10', x_CostCategories: '{"Team": "web"}' });
const bad = (changes: Row) => ({ ...good, BilledCost: '5', ...changes });

describe('a cell that cannot be read', () => {
  it('of a cost loses its cost, is counted and quoted', async () => {
    const cells = ['twelve', '#N/A', 'x18', 'NaN', '-', '0x10'];
    const { lines, notes } = await answerOf([good, ...cells.map((cell) => bad({ BilledCost: cell })), good]);
    expect(totalOf(lines)).toBe('20');
    expect(notes).toContain(
      `charges whose cost can't be read, in no sum of this report: ${cells.length}, such as "#N/A"`,
    );
  });

  it('of a day loses its charge, is counted and quoted', async () => {
    const cells = ['9/3/2026 4:00', '2026-00-03T00:00:00Z', '2026-09-31', 'soon', null];
    const { lines, notes } = await answerOf([good, ...cells.map((cell) => bad({ ChargePeriodStart: cell }))]);
    expect(totalOf(lines)).toBe('10');
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^charges without a day that can be read, in no figure of this report: 5, such as "/,
      ),
    );
  });

  it('of a day with an offset is on its day in UTC', async () => {
    const cells = [
      '2026-09-01T00:00:00+09:00',
      '2026-09-02T22:00:00-05:00',
      '2026-09-05 00:30:00+0100',
      '2026-09-06T12:00:00.000+00:00',
      '2026-09-07 00:00:00 UTC',
    ];
    const { lines } = await answerOf(
      cells.map((cell) => bad({ ChargePeriodStart: cell })),
      { granularity: 'daily', range: { start: '2026-08-01', end: '2026-10-01' } },
    );
    expect(lines.map(({ day }) => day)).toEqual([
      '2026-08-31',
      '2026-09-03',
      '2026-09-04',
      '2026-09-06',
      '2026-09-07',
    ]);
  });

  it('of a day with a time that cannot be read loses its charge', async () => {
    const cells = ['2026-09-01 11:00 PM', '2026-09-01T00:00:00 Seoul', '2026-09-01T00:00:00+9x'];
    const { lines, notes } = await answerOf([good, ...cells.map((cell) => bad({ ChargePeriodStart: cell }))]);
    expect(totalOf(lines)).toBe('10');
    expect(notes.join()).toMatch(/without a day that can be read.*: 3, such as/);
  });

  it('of tags keeps its charge, without the tag', async () => {
    const cells = ['"Project": "shop"', '{"Project": "shop"', '[1]', '"shop"', 'shop', '1'];
    const { lines, notes } = await answerOf([good, ...cells.map((cell) => bad({ Tags: cell }))], {
      by: ['tag:Project'],
    });
    expect(byGroup(lines)).toEqual({
      '2026-09-01 usage USD shop': '10',
      '2026-09-01 usage USD -': '30',
    });
    expect(notes).toContainEqual(
      expect.stringMatching(
        /^charges whose tag:Project can't be read, .* not a JSON object: 6, such as ".*; they are counted as \(none\)$/,
      ),
    );
  });

  it('of tags is quoted in part if it is long', async () => {
    const { notes } = await answerOf([good, bad({ Tags: `x${'y'.repeat(500)}` })], { by: ['tag:Project'] });
    expect(notes).toContainEqual(expect.stringContaining(`: 1, such as "x${'y'.repeat(79)}…"; they are`));
  });

  it('of cost categories keeps its charge, without the category', async () => {
    const { lines, notes } = await answerOf([good, bad({ x_CostCategories: '{' })], {
      by: ['cost-category:Team'],
    });
    expect(byGroup(lines)).toEqual({ '2026-09-01 usage USD web': '10', '2026-09-01 usage USD -': '5' });
    expect(notes.filter((note) => note.includes('cost-category:Team'))).toHaveLength(1);
  });

  it('of a column that was not asked for changes nothing', async () => {
    const others = {
      ConsumedQuantity: 'many',
      BillingPeriodStart: 'September',
      EffectiveCost: 'n/a',
      ListCost: 'n/a',
      Tags: '{',
    };
    const { lines, notes } = await answerOf([good, bad(others)], { by: ['usage-type'] });
    expect(totalOf(lines)).toBe('15');
    expect(notes).toEqual([]);
  });

  it('of what an amortized cost is calculated from loses that cost', async () => {
    const line = (type: string, more: Row) =>
      legacyRow({ 'lineItem/LineItemType': type, 'lineItem/UnblendedCost': '7', ...more });
    const { lines, notes } = await answerOf(
      [
        line('Usage', {}),
        line('SavingsPlanRecurringFee', {
          'savingsPlan/TotalCommitmentToDate': '24',
          'savingsPlan/UsedCommitment': 'x18',
        }),
        line('SavingsPlanCoveredUsage', { 'savingsPlan/SavingsPlanEffectiveCost': '2' }),
        // Of a cell that its own cost does not depend on, nothing is lost.
        line('SavingsPlanNegation', { 'savingsPlan/SavingsPlanEffectiveCost': '?' }),
      ],
      { metric: 'amortized' },
    );
    expect(totalOf(lines)).toBe('9');
    expect(notes).toContain('charges whose cost can\'t be read, in no sum of this report: 1, such as "x18"');
  });

  it('is refused with its text, if no other of its column can be read', async () => {
    await expect(answerOf([bad({ BilledCost: '1.234,50' }), bad({ BilledCost: '0,10' })])).rejects.toThrow(
      /no charge of the export has a cost other than 0 that can be read: "0,10" is not a number/,
    );
    await expect(answerOf([bad({ ChargePeriodStart: '9/3/2026 4:00' })])).rejects.toThrow(
      /no charge of the export has a day that can be read: "9\/3\/2026 4:00" is not one such as/,
    );
  });
});

const otherAmounts = [
  ...['(5.5)', '5.5-', '\u22125.5', '-5,5', '$(5.50)', '-$5', '5.50CR'],
  ...['1,234.50', '-1,234', '1.234,50', '1 234,5', "1'234.50", '1\u00a0234', '1_000'],
  ...['1,5', '1,5E-05', '$5', 'US$5', 'USD 5', '5.5 USD', '₩1,234', '1,234원', '\uff15', '\u0665', '="5.5"'],
];

it.each(otherAmounts)(
  'a cost written as %s is refused, also beside cells without an amount: all such amounts would be left out',
  async (cell) => {
    const rows = ['#N/A', '', '-', '\u2014', '!', cell, 'NaN'].map((each) => bad({ BilledCost: each }));
    await expect(answerOf([good, ...rows])).rejects.toMatchObject({
      code: 'cost.exports.file-unreadable',
      message: expect.stringContaining(`costs are written as ${JSON.stringify(cell)}`),
    });
  },
);

it('such a cost is found beside another cell in another service', async () => {
  const rows = [
    good,
    bad({ BilledCost: '#N/A', ServiceName: 'Amazon A' }),
    bad({ BilledCost: '(5.5)', ServiceName: 'Amazon Z' }),
  ];
  const query: Partial<CostQuery> = { by: ['service'] };
  await expect(answerOf(rows, query)).rejects.toThrow(/costs are written as "\(5\.5\)"/);
  await expect(answerOf(rows.toReversed(), query)).rejects.toThrow(/costs are written as "\(5\.5\)"/);
});

it('a quantity that cannot be read leaves the quantity unknown, not less', async () => {
  for (const changes of [{ ConsumedQuantity: '1,234' }, { ConsumedUnit: null }]) {
    const { lines } = await answerOf([good, bad(changes)], { by: ['usage-type'] });
    expect(lines.map(({ quantity }) => quantity)).toEqual([undefined]);
  }
  const { lines } = await answerOf([good, bad({ ConsumedQuantity: '0', ConsumedUnit: null })], {
    by: ['usage-type'],
  });
  expect(lines.map(({ quantity }) => quantity?.amount.toFixed())).toEqual(['3']);
});

it('days before months are refused: up to the twelfth, they would be other days', async () => {
  const rows = ['2026-01-09', '2026-12-09', '2026-13-09'].map((day) => bad({ ChargePeriodStart: day }));

  await expect(answerOf(rows)).rejects.toThrow(/with the day before the month, .* "2026-13-09"/);
  const others = ['', '!', '#N/A', '1/9/2026'].map((day) => bad({ ChargePeriodStart: day }));
  await expect(answerOf([...others, ...rows])).rejects.toThrow(/with the day before the month/);
});

it.each(['1\u00a0234.5', '1\u202f234,5', '\u20ac5', '1 234,50'])(
  'an amount written as %j is refused',
  async (cell) => {
    await expect(answerOf([good, bad({ BilledCost: cell })])).rejects.toThrow(JSON.stringify(cell));
  },
);

it('the pattern of amounts has nothing that Athena reads otherwise', () => {
  expect(OTHER_AMOUNT).not.toContain('\\x{');
});
