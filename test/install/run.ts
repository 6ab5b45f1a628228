import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const report = path.join(root, '.cache/reports/install.json');

/** `npm run test:install`: packs the command, installs the package outside the checkout, and tests it there. */
async function main(args: readonly string[]): Promise<number> {
  await rm(report, { force: true });
  const child = spawn(
    process.execPath,
    [
      path.join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      `--config=${path.join(root, 'test/install/vitest.config.ts')}`,
      '--reporter=verbose',
      '--reporter=json',
      `--outputFile.json=${report}`,
      ...args,
    ],
    { cwd: root, stdio: 'inherit' },
  );
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
