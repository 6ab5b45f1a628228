import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';

const here = fileURLToPath(new URL('.', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

/** The folder with `aws`, `sam`, `cfn-lint` and `moto_server`. See {@link prepareEnvironment}. */
export function preparePython(printLine: (line: string) => void): Promise<string> {
  return prepareEnvironment('python', ['requirements.txt', 'constraints.txt'], printLine);
}

/** The folder with `ministack`, whose own requirements rule out those of the others. See {@link prepareEnvironment}. */
export function prepareMinistack(printLine: (line: string) => void): Promise<string> {
  return prepareEnvironment('ministack', ['ministack.txt'], printLine);
}

/**
 * The folder of the commands in a Python environment of this project, which is created if it does not exist. It is recreated
 * when the requirements change.
 *
 * @param files requirements, and constraints if there are any
 * @throws GroundcrewError `conformance.python.missing`, `conformance.python.failed`
 */
async function prepareEnvironment(
  kind: string,
  files: readonly string[],
  printLine: (line: string) => void,
): Promise<string> {
  const lists = files.map((file) => path.join(here, file));
  const version = await findPython();
  const wanted = createHash('sha256').update(version);
  for (const list of lists) wanted.update(await readFile(list));
  const name = `${kind}-${wanted.digest('hex').slice(0, 12)}`;
  const environment = path.join(cache, name);
  const bin = path.join(environment, 'bin');
  const ready = path.join(environment, 'ready');
  if (existsSync(ready)) return bin;

  printLine(`installing ${await namesIn(lists[0])} under .cache/conformance (${version})`);
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(`${kind}-`)) await rm(path.join(cache, other), { recursive: true });
  }
  await python('python3', ['-m', 'venv', environment], 'On Debian and Ubuntu: apt install python3-venv.');
  const [requirements = '', constraints] = lists;
  await python(
    path.join(bin, 'python'),
    [
      '-m',
      'pip',
      'install',
      '--quiet',
      '--no-input',
      '--requirement',
      requirements,
      // Without constraints it is a list of everything, whatever its packages think of each other's versions.
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

async function namesIn(list = ''): Promise<string> {
  const text = await readFile(list, 'utf8');
  return [...text.matchAll(/^([\w-]+)/gm)].map(([name]) => name).join(', ');
}
