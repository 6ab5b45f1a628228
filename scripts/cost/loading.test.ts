import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { addMonths, dayOf, firstOfMonth } from '@groundcrew/cost/periods';
import { startLocal } from '@groundcrew/local';
import { expect, onTestFinished, test } from 'vitest';
import { makeCharges } from '../make-bill/charges.ts';
import { billForms } from '../make-bill.ts';
import { temporaryFolder } from '../testing/groundcrew.ts';

const bin = join(import.meta.dirname, '../bin.ts');

/** Runs `groundcrew cost …` in a process that refuses to load modules by names that match. */
async function costWithout(
  refused: RegExp,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const spy = `import { registerHooks } from 'node:module';
    registerHooks({ resolve(specifier, context, next) {
      if (${refused}.test(specifier)) throw new Error('loaded ' + specifier);
      return next(specifier, context);
    } });`;
  const hook = ['--import', `data:text/javascript,${encodeURIComponent(spy)}`];
  const { stdout } = await promisify(execFile)(process.execPath, [...hook, bin, 'cost', ...words], {
    // What one process compiles the next one need not.
    env: { NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'], ...environment },
  });
  return stdout;
}

test('help loads neither the SDK nor DuckDB', async () => {
  expect(await costWithout(/^@(aws-sdk|duckdb)\//, ['report', '--help'])).toContain('--max-spend');
});

/** A bill of the month before this one: another process has the clock of the machine. */
async function writeBill(): Promise<string> {
  const end = firstOfMonth(dayOf(Date.now()));
  const path = join(await temporaryFolder(), 'bill.csv');
  await writeFile(path, billForms.focus(makeCharges({ start: addMonths(end, -1), end, seed: 1 })));
  return path;
}

const report = ['report', '--period', 'last-month', '--compare', 'none', '--tag', ''];

test('an export is read without the SDK, and DuckDB reads it', async () => {
  const words = [...report, '--source', await writeBill()];
  expect(await costWithout(/^@aws-sdk\//, words)).toContain('Amazon CloudFront');
  await expect(costWithout(/^@duckdb\//, words)).rejects.toThrow('loaded @duckdb/');
});

test('Cost Explorer is used without DuckDB, and without the code of the embedded AWS', async () => {
  const local = await startLocal({ bill: await writeBill() });
  onTestFinished(() => local.close());
  expect(await costWithout(/^@duckdb\/|^@groundcrew\/local$/, report, local.environment())).toContain(
    'Amazon CloudFront',
  );
});
