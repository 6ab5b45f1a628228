import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { hasFailed, type PackageReport, reportName } from './package-report.mjs';

/*
 * `npm test`: all packages whose tests Turbo has no result for are tested in one process, whose workers load what the
 * tests share once; a process for each package takes half again as much processor time. Turbo then keeps the result of
 * each package that passed.
 */

const root = join(import.meta.dirname, '..');
const turbo = join(root, 'node_modules/turbo/bin/turbo');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const run = randomUUID();
const words = process.argv.slice(2);
const isForced = words.includes('--force');

interface DryRun {
  readonly tasks: readonly {
    readonly task: string;
    readonly directory: string;
    readonly cache: { readonly status: string };
  }[];
}

const unknown = words.find((word) => word !== '--force');
if (unknown === undefined) process.exitCode = await testWorkspace();
else {
  process.stderr.write(
    `"${unknown}" is not an option of npm test, which takes --force alone; for a part: npx vitest run PATH\n`,
  );
  process.exitCode = 2;
}

async function testWorkspace(): Promise<number> {
  const folders = await untestedFolders();
  const tested = folders.length === 0 ? 0 : await testPackages(folders);
  // Something other than a test failed, which belongs to no package: nothing is kept.
  if (tested !== 0 && !(await someFailed(folders))) return tested;
  const force = isForced ? ['--force'] : [];
  const kept = await node([turbo, 'run', 'test', '--continue', '--output-logs=errors-only', ...force]);
  return tested === 0 ? kept : tested;
}

/** Those of the packages that Turbo has no result for. */
async function untestedFolders(): Promise<string[]> {
  const { tasks } = JSON.parse(await outputOf([turbo, 'run', 'test', '--dry=json'])) as DryRun;
  return tasks
    .filter(({ task, cache }) => task === 'test' && (isForced || cache.status !== 'HIT'))
    .map(({ directory }) => directory);
}

async function testPackages(folders: readonly string[]): Promise<number> {
  // Built once, before all workers want them at the same time.
  const built = await node([join(root, 'functions/built-functions.ts')]);
  return built === 0 ? await node([vitest, 'run', ...folders.map((folder) => `${folder}/`)]) : built;
}

async function someFailed(folders: readonly string[]): Promise<boolean> {
  for (const folder of folders) {
    const text = await readFile(join(root, folder, reportName), 'utf8').catch(() => '{}');
    const report = JSON.parse(text) as PackageReport;
    if (report.run === run && hasFailed(report)) return true;
  }
  return false;
}

function node(words: readonly string[]): Promise<number> {
  const env = { ...process.env, GROUNDCREW_TEST_RUN: run };
  return new Promise((resolve, reject) => {
    spawn(process.execPath, words, { cwd: root, env, stdio: 'inherit' })
      .on('error', reject)
      .on('close', (status) => resolve(status ?? 1));
  });
}

async function outputOf(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
