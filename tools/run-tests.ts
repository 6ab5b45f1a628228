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
 * lives for minutes: it may fill some memory before the collector looks for what is left. Sizes in MB.
 */
const quickHeap = ['--single-threaded-gc', '--initial-old-space-size=400', '--min-semi-space-size=32'];
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
  const stopped = new AbortController();
  // While vitest starts: tests that want a function before it is built wait for it.
  const build = node([join(root, 'functions/built-functions.ts')], { variables: quickBuild }).then(
    (status) => {
      if (status !== 0) stopped.abort();
      return status;
    },
  );
  // Of the sources as they are before the tests: what is changed meanwhile is tested by the next run.
  const hashes = await sourceHashes();
  const folders = isForced ? Object.keys(hashes) : await notPassed(hashes);
  const unchanged = Object.keys(hashes).length - folders.length;
  if (unchanged > 0) process.stdout.write(`${unchanged} packages have passed and are unchanged\n`);
  if (folders.length === 0) return await build;
  const tested = testPackages(folders, hashes, stopped.signal);
  const failed = (await Promise.all([build, tested])).find((status) => status !== 0);
  if (failed !== undefined) return failed;
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

async function testPackages(
  folders: readonly string[],
  hashes: SourceHashes,
  signal: AbortSignal,
): Promise<number> {
  const variables = { ...quickBuild, [HASHES_VARIABLE]: JSON.stringify(hashes) };
  return await node([...quickHeap, vitest, 'run', ...folders.map((folder) => `${folder}/`)], {
    variables,
    signal,
  });
}

interface NodeOptions {
  readonly variables?: Readonly<Record<string, string>>;
  /** Ends it. */
  readonly signal?: AbortSignal;
}

/** @returns the exit status; 1 of a process that was ended by a signal */
function node(words: readonly string[], { variables, signal }: NodeOptions = {}): Promise<number> {
  const env = { ...process.env, ...variables };
  return new Promise((resolve, reject) => {
    spawn(process.execPath, words, { cwd: root, env, stdio: 'inherit', signal })
      .on('error', (error) => (signal?.aborted ? resolve(1) : reject(error)))
      .on('close', (status) => resolve(status ?? 1));
  });
}

async function outputOf(words: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, words, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const chunks: Buffer[] = [];
  for await (const chunk of child.stdout) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
