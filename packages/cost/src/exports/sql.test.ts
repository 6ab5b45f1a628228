import { expect, test } from 'vitest';
import { money } from '../money/index.ts';
import { type ExportTable, sqlOf } from './index.ts';
import { rowsToLines } from './rows.ts';
import { queryOf } from './testing/export-files.ts';

const table: ExportTable = {
  from: '"bills"."focus"',
  format: 'FOCUS 1.2',
  columns: [
    { name: 'billedcost', type: 'number' },
    { name: 'chargeperiodstart', type: 'time' },
    { name: 'chargecategory', type: 'text' },
    { name: 'billingcurrency', type: 'text' },
    { name: 'servicename', type: 'text' },
    { name: 'tags', type: 'map' },
    { name: 'x_costcategories', type: 'text' },
  ],
};

test("in Athena's dialect, maps and JSON are read with Athena's functions, and columns by the table's names", () => {
  const sql = sqlOf(queryOf({ by: ['tag:Project', `cost-category:it's`], granularity: 'daily' }), [table], {
    dialect: 'athena',
    providers: ['AWS'],
  });

  expect(sql).toContain(`element_at("tags", 'Project')`);
  expect(sql).toContain(`json_extract_scalar(nullif(raw_2, ''), '$["it''s"]')`);
  expect(sql).toContain('FROM "bills"."focus"');
  expect(sql).toContain(`"chargeperiodstart" >= TIMESTAMP '2026-09-01 00:00:00'`);
  expect(sql).not.toMatch(/json_extract_string|read_(?:csv|parquet)|"BilledCost"/);
});

test('a value with a quote stays within its literal', () => {
  const sql = sqlOf(queryOf({ filters: [{ dimension: 'service', values: [`x') OR 1=1 --`] }] }), [table], {
    dialect: 'athena',
  });

  expect(sql).toContain(`IN ('x'') or 1=1 --')`);
});

test('a filter without values selects no line', () => {
  const sql = sqlOf(queryOf({ filters: [{ dimension: 'service', values: [] }] }), [table], {
    dialect: 'duckdb',
  });

  expect(sql).toContain('WHERE CASE WHEN charges > 0 THEN false ELSE false END');
});

test('a metric that no table has is refused by name', () => {
  expect(() => sqlOf(queryOf({ metric: 'list' }), [table], { dialect: 'duckdb' })).toThrow(
    /FOCUS 1\.2 export has no column for the metric list/,
  );
});

test('a group of several providers is one line, with its quantity if all have the same unit', () => {
  const query = queryOf({ by: ['usage-type'] });
  const rows = [
    ['2026-09-01', 'x', 'usage', 'USD', 'AWS', '1.5', '0', '0', '0', '0', null, null, '2', 'GB', 'GB'],
    ['2026-09-01', 'x', 'usage', 'USD', 'Oracle', '0.25', '1', '0', '0', '0', null, null, '3', 'GB', 'GB'],
    ['2026-09-01', 'y', 'usage', 'USD', 'AWS', '1', '0', '0', '0', '0', null, null, '2', 'GB', 'GB'],
    ['2026-09-01', 'y', 'usage', 'USD', 'Oracle', '1', '0', '0', '0', '0', null, null, '2', 'Hours', 'Hours'],
    ['2026-09-01', 'z', 'usage', null, null, null, '1', '0', '0', '0', null, null, '5', 'GB', 'Hours'],
  ];

  expect(rowsToLines(rows, query)).toEqual({
    lines: [
      {
        day: '2026-09-01',
        keys: ['x'],
        charge: 'usage',
        currency: 'USD',
        cost: money('1.75'),
        quantity: { amount: money(5), unit: 'GB' },
      },
      { day: '2026-09-01', keys: ['y'], charge: 'usage', currency: 'USD', cost: money(2) },
      { day: '2026-09-01', keys: ['z'], charge: 'usage', currency: 'XXX', cost: money(0) },
    ],
    providers: ['AWS', 'Oracle'],
    blank: 2,
    malformed: { count: 0, cell: '', isAmount: false },
    unreadable: { count: 0, cell: '' },
    changedId: null,
    absentMonths: [],
  });
});
