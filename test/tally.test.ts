import { expect, test } from 'vitest';
import { formatTally, tallyOf } from './tally.ts';

const report = { numPassedTests: 3, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0, testResults: [] };

test('a report is reported as numbers of tests', () => {
  expect(formatTally(tallyOf(JSON.stringify(report)))).toBe('3 passed, 0 failed');
});

test('tests that did not run are reported', () => {
  const skipping = { ...report, numPendingTests: 1, numTodoTests: 1 };
  expect(formatTally(tallyOf(JSON.stringify(skipping)))).toBe('3 passed, 0 failed, 2 skipped');
});

test('a file that does not load is a failure, though none of its tests failed', () => {
  const broken = { ...report, testResults: [{ status: 'failed', assertionResults: [] }] };
  expect(tallyOf(JSON.stringify(broken))).toEqual({ passed: 3, failed: 1, skipped: 0 });
});
