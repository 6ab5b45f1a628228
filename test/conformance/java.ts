import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';
import type { Prepared } from './prepared.ts';

const pom = fileURLToPath(new URL('clients/java/pom.xml', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));
const PREFIX = 'java-';
const COPY_DEPENDENCIES = 'org.apache.maven.plugins:maven-dependency-plugin:3.11.0:copy-dependencies';

/**
 * The folder with the SDK for Java, of the versions in `clients/java/pom.xml`. Nothing else here needs Java: without a JDK or Maven it is
 * missing.
 *
 * @throws GroundcrewError `conformance.java.failed`
 */
export async function prepareJava(printLine: (line: string) => void): Promise<Prepared> {
  const javac = await outputOf('javac', ['-version']);
  if (!(Number(/\d+/.exec(javac)?.[0]) >= 17)) return { missing: 'no JDK 17 or newer (javac) on the PATH' };
  if ((await outputOf('mvn', ['--version'])) === '') return { missing: 'no Maven (mvn) on the PATH' };
  const wanted = createHash('sha256').update(await readFile(pom));
  const folder = path.join(cache, `${PREFIX}${wanted.digest('hex').slice(0, 12)}`);
  const ready = path.join(folder, 'ready');
  if (existsSync(ready)) return { path: folder };

  printLine(`installing the SDK for Java under .cache/conformance (${javac.trim()})`);
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(PREFIX)) await rm(path.join(cache, other), { recursive: true });
  }
  const args = ['--quiet', '--batch-mode', '--file', pom, COPY_DEPENDENCIES, `-DoutputDirectory=${folder}`];
  const { code, stdout, stderr } = await runCommand('mvn', args, { env: hostEnvironment });
  if (code !== 0) {
    throw new GroundcrewError(
      'conformance.java.failed',
      `mvn ${args.join(' ')} ended with ${code}. It needs a repository: see settings.xml.\n${(stdout + stderr).trim()}`,
      { fault: 'service' },
    );
  }
  await writeFile(ready, '');
  return { path: folder };
}

/** What it prints; empty if there is no such command, or if it fails. */
async function outputOf(command: string, args: readonly string[]): Promise<string> {
  const result = await runCommand(command, args, { env: hostEnvironment }).catch(() => undefined);
  return result?.code === 0 ? result.stdout + result.stderr : '';
}
