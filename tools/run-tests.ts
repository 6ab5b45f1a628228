import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { HASHES_VARIABLE, havePassed, type SourceHashes } from './package-reports.ts';

/*
 * `npm test`: all packages that have not passed since something changed that their tests read. They are tested in one
 * process, whose workers load what the tests share once; a process for each package takes half again as much processor
 * time. Turbo computes the hash of what a package's tests read; the report of a package keeps it.
 */

const root = join(import.meta.dirname, '..');
const turbo = join(root, 'node_modules/turbo/bin/turbo');
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const words = process.argv.slice(2);
const isForced = words.includes('--force');
/**
 * There are more workers than processors: helper threads of the garbage collector only take time from them. And a worker
 * lives for minutes: it may fill some memory before the collector looks for what is left.
 */
const quickHeap = ['--single-threaded-gc', '--initial-old-space-size=400'];
/** esbuild, a Go program, collects its garbage less often: a sixth less processor time. */
const quickBuild = { GOGC: '400' };

interface DryRun {
  readonly tasks: readonly { readonly task: string; readonly directory: string; readonly hash: string }[];
}

const unknown = words.find((word) => word !== '--force');
if (unknown === undefined) process.exitCode = await testWorkspace();
else {
  process.stderr.write(
    `"${unknown}" is not an option of npm test, which takes --force alone; for a part: npx vitest run PATH\n`,
  );
  process.exitCode = 2;
}

/** @returns the exit status */
async function testWorkspace(): Promise<number> {
  // Built once, before all workers want them at the same time, while turbo reads the sources.
  const build = node([join(root, 'functions/built-functions.ts')], quickBuild);
  // Of the sources as they are before the tests: what is changed meanwhile is tested by the next run.
  const [built, hashes] = await Promise.all([build, sourceHashes()]);
  if (built !== 0) return built;
  const folders = isForced ? Object.keys(hashes) : await notPassed(hashes);
  const unchanged = Object.keys(hashes).length - folders.length;
  if (unchanged > 0) process.stdout.write(`${unchanged} packages have passed and are unchanged\n`);
  if (folders.length === 0) return 0;
  const status = await testPackages(folders, hashes);
  if (status !== 0) return status;
  const untested = await notPassed(hashes);
  for (const folder of untested) {
    process.stderr.write(`no test of ${folder} was run; its test files are *.test.ts below ${folder}/\n`);
  }
  return untested.length === 0 ? 0 : 1;
}

async function sourceHashes(): Promise<SourceHashes> {
  const { tasks } = JSON.parse(await outputOf([turbo, 'run', 'test', '--dry=json'])) as DryRun;
  const tests = tasks.filter(({ task }) => task === 'test');
  return Object.fromEntries(tests.map(({ directory, hash }) => [directory.replaceAll('\\', '/'), hash]));
}

async function notPassed(hashes: SourceHashes): Promise<string[]> {
  const folders: string[] = [];
  for (const [folder, hash] of Object.entries(hashes)) {
    if (!(await havePassed(folder, hash))) folders.push(folder);
  }
  return folders;
}

async function testPackages(folders: readonly string[], hashes: SourceHashes): Promise<number> {
  const env = { [HASHES_VARIABLE]: JSON.stringify(hashes) };
  return await node([...quickHeap, vitest, 'run', ...folders.map((folder) => `${folder}/`)], env);
}

function node(words: readonly string[], variables: Readonly<Record<string, string>> = {}): Promise<number> {
  const env = { ...process.env, ...variables };
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
