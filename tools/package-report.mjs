/*
 * JavaScript, with its types in comments: `test-package.mjs` is started for each package, and removing types would take
 * most of its time.
 */

export const reportName = '.cache/test-report.json';

/**
 * The fields of vitest's JSON report that `test/tally.ts` reads, for the tests of one package.
 *
 * @typedef {object} PackageReport
 * @property {string} run The run that wrote it, so that a report of an earlier run is not mistaken for one of this run.
 * @property {number} numPassedTests
 * @property {number} numFailedTests
 * @property {number} numPendingTests
 * @property {number} numTodoTests
 * @property {readonly { readonly name: string, readonly status: string, readonly assertionResults: string[] }[]} testResults
 * @property {number} unhandledErrors Errors outside of any test, of the whole run.
 */

/**
 * Whether a test of the package failed, or something that may be its fault.
 *
 * @param {PackageReport} report
 * @returns {boolean}
 */
export function hasFailed({ numFailedTests, testResults, unhandledErrors }) {
  return numFailedTests > 0 || unhandledErrors > 0 || testResults.some(({ status }) => status === 'failed');
}
