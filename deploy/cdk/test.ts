import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installCdk } from '../install-cdk.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * `npm run test:cdk`: installs the CDK app, checks its types and compares its stacks with the SAM templates.
 * Further arguments go to vitest.
 */
async function main(args: readonly string[]): Promise<number> {
  await installCdk();
  const types = await runNode('node_modules/typescript/bin/tsc', ['-p', 'deploy/cdk/tsconfig.json']);
  if (types !== 0) return types;
  return await runNode('node_modules/vitest/vitest.mjs', [
    'run',
    '--config=deploy/cdk/vitest.config.ts',
    ...args,
  ]);
}

async function runNode(script: string, args: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, [join(root, script), ...args], { cwd: root, stdio: 'inherit' });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

process.exitCode = await main(process.argv.slice(2));
