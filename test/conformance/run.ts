import { spawn } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { isGroundcrewError } from '@groundcrew/errors';
import { buildFunctions } from '@groundcrew/functions/build';
import { formatTally, readTally } from '../tally.ts';
import { prepareTools } from './prepare-tools.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = path.join(root, '.cache/reports/conformance.json');

async function main(): Promise<number> {
  try {
    // Once, before all tests: what copies a bundle must not meet another build of it.
    await buildFunctions();
    await prepareTools((line) => process.stdout.write(`${line}\n`));
  } catch (error) {
    if (!isGroundcrewError(error)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
  await rm(report, { force: true });
  const code = await runVitest();
  process.stdout.write(`${formatTally(await readTally([report]))}\n`);
  return code;
}

/** Runs the tests, with one line each; resolves to vitest's exit code. */
function runVitest(): Promise<number> {
  const args = [
    path.join(root, 'node_modules/vitest/vitest.mjs'),
    'run',
    `--config=${path.join(root, 'test/conformance/vitest.config.ts')}`,
    '--reporter=verbose',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...process.argv.slice(2),
  ];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

process.exitCode = await main();
