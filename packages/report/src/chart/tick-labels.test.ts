import { expect, test } from 'vitest';
import { tickLabels } from './tick-labels.ts';

test('days and months are written as people write them, in either language', () => {
  expect(tickLabels(['2026-10-01', '2026-10-31'], 'en')).toEqual(['1 Oct', '31 Oct']);
  expect(tickLabels(['2026-10-01'], 'ko')).toEqual(['10월 1일']);
  expect(tickLabels(['2026-09', '2026-10'], 'en')).toEqual(['Sept', 'Oct']);
});

test('where there are several years, each label has its own', () => {
  expect(tickLabels(['2026-12', '2027-01'], 'en')).toEqual(['Dec 2026', 'Jan 2027']);
});

test.each([[['2026-10-01', 'week 2']], [['2026-13-01']], [['a', 'b']], [['2026-10', '2026-10-01']]])(
  'labels other than dates stay as they are: %j',
  (labels) => {
    expect(tickLabels(labels, 'en')).toEqual(labels);
  },
);
