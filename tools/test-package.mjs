import { spawnSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { hasFailed, reportName } from './package-report.mjs';

/** @typedef {import('./package-report.mjs').PackageReport} PackageReport */

/*
 * `npm test` in a package. In a run of the whole workspace, `run-tests.ts` has tested it in one process with all others:
 * then this passes on what came out, for Turbo to keep.
 */

const root = join(import.meta.dirname, '..');
const folder = relative(root, process.cwd());
const run = process.env['GROUNDCREW_TEST_RUN'];

process.exitCode = run === undefined ? testHere() : await passOn(run);

/** @returns {number} the exit status */
function testHere() {
  const vitest = join(root, 'node_modules/vitest/vitest.mjs');
  const config = join(root, 'vitest.config.ts');
  const words = [vitest, 'run', '--config', config, ...process.argv.slice(2), `${folder}/`];
  return spawnSync(process.execPath, words, { stdio: 'inherit' }).status ?? 1;
}

/**
 * @param {string} thisRun
 * @returns {Promise<number>} the exit status
 */
async function passOn(thisRun) {
  const text = await readFile(reportName, 'utf8').catch(() => undefined);
  const report = text === undefined ? undefined : /** @type {PackageReport} */ (JSON.parse(text));
  if (report?.run !== thisRun) {
    process.stderr.write(`no test of ${folder} was run; its test files are *.test.ts below ${folder}/\n`);
    return 1;
  }
  const failed = report.testResults.filter(({ status }) => status === 'failed').map(({ name }) => name);
  process.stdout.write(
    `${report.numPassedTests} passed, ${report.numFailedTests} failed, ${report.numPendingTests} skipped\n`,
  );
  for (const name of failed) process.stdout.write(`failed: ${name}\n`);
  return hasFailed(report) ? 1 : 0;
}
