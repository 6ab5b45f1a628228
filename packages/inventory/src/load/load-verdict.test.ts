import { expect, test } from 'vitest';
import { loadVerdict } from './load-verdict.ts';
import type { LoadSummary } from './summary.ts';

const summary = (changes: Partial<LoadSummary>) =>
  ({ status: 'loaded', rows: 3, written: 3, rejected: 0, ...changes }) as LoadSummary;

test('a load is summed up by what became of its rows, and what is to be done about those that were rejected', () => {
  expect(loadVerdict(summary({}), { isDryRun: false })).toMatchObject({
    lead: ['3 rows are stored.'],
    next: [],
  });
  expect(
    loadVerdict(summary({ written: 1, rejected: 2, rejectsAt: 'stock.rejects.csv' }), { isDryRun: false }),
  ).toMatchObject({
    lead: ['1 row is stored. 2 rows are rejected.'],
    figures: [{ value: 1 }, { value: 2, tone: 'warning' }, { value: 3 }],
    next: ['Correct the rejected rows in stock.rejects.csv, and load that file.'],
  });
  for (const rejectsAt of [undefined, 'stock.rejects.csv']) {
    const dry = summary({ rejected: 1, written: 2, ...(rejectsAt !== undefined && { rejectsAt }) });
    expect(loadVerdict(dry, { isDryRun: true })).toMatchObject({
      lead: ['2 rows would be stored. 1 row would be rejected.'],
      next: ['Store the rows: run the command without `--dry-run`.'],
    });
  }
});

test('a file that is refused has no figures: nothing is known of its rows', () => {
  expect(loadVerdict(summary({ status: 'refused', reason: 'it is empty' }), { isDryRun: true })).toEqual({
    lead: ['The file is refused: it is empty'],
    figures: [],
    next: ['Correct the file as described in the reason, and load it again.'],
  });
});
