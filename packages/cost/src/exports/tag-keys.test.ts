import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { type ExportSource, openExports } from './index.ts';
import { csvOf, focusRow, queryOf, testDuckdb, testFolder } from './testing/export-files.ts';

const folder = testFolder();
const duckdb = await testDuckdb();
afterAll(() => folder.remove());

let opened: ExportSource[] = [];
afterEach(async () => {
  for (const source of opened) await source.close();
  opened = [];
});

async function open(path: string): Promise<ExportSource> {
  const source = await openExports({
    paths: [path],
    duckdb,
    now: () => Date.UTC(2026, 9, 20),
  });
  opened.push(source);
  return source;
}

it('a filter by charges without a tag that no charge has is reported, as it selects all', async () => {
  const source = await open(folder.write('filter.csv', csvOf([focusRow({ Tags: '{"project":"shop"}' })])));
  const notesOf = async (dimension: 'tag:Project' | 'tag:project') => {
    const filters = [{ dimension, values: [null] }];
    return (await source.query(queryOf({ filters }))).notes;
  };

  expect(await notesOf('tag:Project')).toEqual([
    expect.stringMatching(/^no charge of these days has tag:Project:/),
    'tags that the export has: project',
  ]);
  expect((await notesOf('tag:project')).join()).not.toContain('tag');
});

describe('tags of CUR 2.0', () => {
  const cur = (more: Readonly<Record<string, string | null>>) => ({
    bill_payer_account_name: 'Shop',
    bill_billing_period_start_date: '2026-09-01T00:00:00Z',
    line_item_usage_start_date: '2026-09-03T04:00:00Z',
    line_item_line_item_type: 'Usage',
    line_item_currency_code: 'USD',
    line_item_product_code: 'AmazonS3',
    line_item_unblended_cost: '1',
    ...more,
  });
  const tags = {
    'resourceTags/user:Team': 'a',
    'resourceTags/Name': 'b',
    'resourceTags/aws:createdBy': 'c',
    'accountTag/department': 'd',
    'userAttribute/Department': 'e',
    'costCategory/Stage': 'f',
  };

  it.each([
    ['tag:Team', 'a'],
    ['tag:user:Team', 'a'],
    ['tag:resourceTags/user:Team', 'a'],
    ['tag:Name', 'b'],
    ['tag:aws:createdBy', 'c'],
    ['tag:accountTag/department', 'd'],
    ['tag:userAttribute/Department', 'e'],
    ['cost-category:Stage', 'f'],
  ] as const)('by the prefixes of the column tags: %s', async (by, value) => {
    const own = { resource_tags: '{"user_team": "a", "user_name": "b"}', tags: JSON.stringify(tags) };
    const names = by === 'tag:aws:createdBy' ? { tags: own.tags } : own;
    const source = await open(folder.write('tags-column.csv', csvOf([cur(names)])));

    expect((await source.query(queryOf({ by: [by] }))).lines.map(({ keys }) => keys)).toEqual([[value]]);
  });

  it('as columns that were selected by their keys', async () => {
    const row = cur({ user_cost_center: 'x', product_name: 'Amazon Simple Storage Service' });
    const source = await open(folder.write('columns.csv', csvOf([row])));

    const { lines } = await source.query(queryOf({ by: ['tag:CostCenter', 'service'] }));
    expect(lines.map(({ keys }) => keys)).toEqual([['x', 'Amazon Simple Storage Service']]);
  });

  it('that no charge has are reported with those that there are', async () => {
    const source = await open(folder.write('unused.csv', csvOf([cur({ tags: JSON.stringify(tags) })])));

    const { notes } = await source.query(queryOf({ by: ['tag:department'] }));
    expect(notes).toContain(
      'tags that the export has: Name, Team, accountTag/department, aws:createdBy, costCategory/Stage, userAttribute/Department',
    );
  });
});
