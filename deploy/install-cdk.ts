import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { GroundcrewError } from '@groundcrew/errors';

/** The folder of the CDK app, which is a package outside the workspaces with a lock file of its own. */
export const cdkFolder: string = join(import.meta.dirname, 'cdk');

/** CDK's command, once {@link installCdk} has run. */
export const cdkCommand: string = join(cdkFolder, 'node_modules', '.bin', 'cdk');

/**
 * Installs what the CDK app needs by its lock file, unless the same was installed before. Nothing else of this
 * project needs these 221 MB, so `npm ci` leaves them out.
 *
 * @throws GroundcrewError `deploy.cdk.install-failed`
 */
export async function installCdk(): Promise<void> {
  if (await isInstalled()) return;
  await run('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
}

/** Runs a command in the folder of the CDK app, on this terminal. Resolves to its exit code. */
export async function runInCdkFolder(command: string, args: readonly string[]): Promise<number> {
  // npm and cdk are scripts with another ending on Windows, which only its shell finds.
  const child = spawn(command, [...args], {
    cwd: cdkFolder,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
}

async function run(command: string, args: readonly string[]): Promise<void> {
  const code = await runInCdkFolder(command, args);
  if (code === 0) return;
  throw new GroundcrewError(
    'deploy.cdk.install-failed',
    `"${[command, ...args].join(' ')}" in ${cdkFolder} ended with ${code}; see what it printed above`,
  );
}

/** npm writes `.package-lock.json` last, after all packages are in place. */
async function isInstalled(): Promise<boolean> {
  const [wanted, installed] = await Promise.all(
    ['package-lock.json', 'node_modules/.package-lock.json'].map((name) =>
      stat(join(cdkFolder, name)).then(
        ({ mtimeMs }) => mtimeMs,
        () => undefined,
      ),
    ),
  );
  return wanted !== undefined && installed !== undefined && installed >= wanted;
}
