import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** How many tests came out how. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Sums what vitest wrote with `--reporter=json`. A test file that does not even load counts as a failed test. */
export async function readTally(reports: readonly string[]): Promise<Tally> {
  const tallies = await Promise.all(reports.map(async (report) => tallyOf(await readFile(report, 'utf8'))));
  return tallies.reduce((sum, one) => ({
    passed: sum.passed + one.passed,
    failed: sum.failed + one.failed,
    skipped: sum.skipped + one.skipped,
  }));
}

/** The tally of one report. */
export function tallyOf(report: string): Tally {
  const { numPassedTests, numFailedTests, numPendingTests, numTodoTests, testResults } = JSON.parse(report);
  const unloaded = testResults.filter(
    ({ status, assertionResults }: { status: string; assertionResults: unknown[] }) =>
      status === 'failed' && assertionResults.length === 0,
  );
  return {
    passed: numPassedTests,
    failed: numFailedTests + unloaded.length,
    skipped: numPendingTests + numTodoTests,
  };
}

/** `12 passed, 0 failed`, and what was skipped where something was. */
export function formatTally({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(`${formatTally(await readTally(process.argv.slice(2)))}\n`);
}
