import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';
import type { Prepared } from './prepared.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

interface Environment {
  /** Of its folder in the cache. */
  readonly kind: string;
  /** Requirements, and constraints if there are any. Without them it is a list of everything. */
  readonly lists: readonly string[];
}

const main: Environment = { kind: 'python', lists: ['requirements.txt', 'constraints.txt'] };
/** Its own requirements rule out those of the others. */
const ministack: Environment = { kind: 'ministack', lists: ['ministack.txt'] };
const commands: Environment = { kind: 'commands', lists: ['clients/commands.txt'] };

interface Folders {
  /** With `aws`, `sam`, `cfn-lint`, `moto_server` and `python`. */
  readonly pythonBin: string;
  /** With `ministack`. */
  readonly ministackBin: string;
  /** With `rclone`, `s3cmd` and `s5cmd`: most of each is a program for one platform. */
  readonly commandsBin: Prepared;
}

/**
 * The folders of the commands in Python environments of this project, which are created if they do not exist, and created again when
 * their requirements change.
 *
 * @throws GroundcrewError `conformance.python.missing`, `conformance.python.failed`
 */
export async function preparePython(printLine: (line: string) => void): Promise<Folders> {
  const version = await findPython();
  const pythonBin = await createFolder(main, version);
  // The one pip is for all of them: to install it takes as long as many packages do.
  const pip = path.join(pythonBin, 'python');
  const prepare = (environment: Environment) => install(environment, { pip, version, printLine });
  const [, ministackBin, commandsBin] = await Promise.all([
    prepare(main),
    prepare(ministack),
    prepare(commands).then((folder): Prepared => ({ path: folder }), missingHere),
  ]);
  return { pythonBin, ministackBin, commandsBin };
}

/** Of a package without a program for this platform; any other error is thrown again. */
function missingHere(error: unknown): Prepared {
  const [line] = /No matching distribution found for .*/.exec(messageOf(error)) ?? [];
  if (line === undefined) throw error;
  return { missing: `${line}: no program for this platform` };
}

async function folderOf({ kind, lists }: Environment, version: string): Promise<string> {
  const wanted = createHash('sha256').update(version);
  for (const list of lists) wanted.update(await readFile(path.join(here, list)));
  return path.join(cache, `${kind}-${wanted.digest('hex').slice(0, 12)}`);
}

/** Creates the empty environment where there is none; returns its folder of commands. */
async function createFolder(environment: Environment, version: string): Promise<string> {
  const folder = await folderOf(environment, version);
  const bin = path.join(folder, 'bin');
  if (existsSync(path.join(folder, 'created'))) return bin;
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(`${environment.kind}-`)) await rm(path.join(cache, other), { recursive: true });
  }
  const pip = environment === main ? [] : ['--without-pip'];
  await python('python3', ['-m', 'venv', ...pip, folder], 'On Debian and Ubuntu: apt install python3-venv.');
  await writeFile(path.join(folder, 'created'), '');
  return bin;
}

interface Installer {
  /** The Python whose pip installs. */
  readonly pip: string;
  readonly version: string;
  readonly printLine: (line: string) => void;
}

/** Installs what is not installed yet; returns the folder of its commands. */
async function install(environment: Environment, { pip, version, printLine }: Installer): Promise<string> {
  const bin = await createFolder(environment, version);
  const ready = path.join(bin, '../ready');
  if (existsSync(ready)) return bin;
  const [requirements = '', constraints] = environment.lists.map((list) => path.join(here, list));
  printLine(`installing ${await namesIn(requirements)} under .cache/conformance (${version})`);
  await python(
    pip,
    [
      ...['-m', 'pip', '--python', path.join(bin, 'python')],
      // Most modules are never imported: Python compiles those that are.
      ...['install', '--quiet', '--no-input', '--no-compile', '--requirement', requirements],
      // Without constraints whatever its packages think of each other's versions does not count.
      ...(constraints === undefined ? ['--no-deps'] : ['--constraint', constraints]),
    ],
    'It needs a package index: see pip config, PIP_INDEX_URL.',
  );
  await writeFile(ready, '');
  return bin;
}

async function findPython(): Promise<string> {
  const ask =
    'import sys; print("Python %d.%d.%d" % sys.version_info[:3]); sys.exit(sys.version_info < (3, 11))';
  const hint =
    'the conformance tests need Python 3.11 or newer on the PATH as python3; "npm test" does not need it';
  const { code, stdout } = await runCommand('python3', ['-c', ask], { env: hostEnvironment }).catch(
    (cause) => {
      throw new GroundcrewError(
        'conformance.python.missing',
        `no python3 was found (${messageOf(cause)}): ${hint}`,
        {
          cause,
        },
      );
    },
  );
  if (code === 0) return stdout.trim();
  throw new GroundcrewError(
    'conformance.python.missing',
    `${stdout.trim() || 'python3 does not run'}: ${hint}`,
  );
}

async function python(file: string, args: readonly string[], hint: string): Promise<void> {
  const { code, stdout, stderr } = await runCommand(file, args, {
    env: { ...hostEnvironment, PIP_DISABLE_PIP_VERSION_CHECK: '1' },
  });
  if (code === 0) return;
  throw new GroundcrewError(
    'conformance.python.failed',
    `${path.basename(file)} ${args.join(' ')} ended with ${code}. ${hint}\n${(stdout + stderr).trim()}`,
    { fault: 'service' },
  );
}

async function namesIn(list: string): Promise<string> {
  const text = await readFile(list, 'utf8');
  return [...text.matchAll(/^([\w-]+)/gm)].map(([name]) => name).join(', ');
}
