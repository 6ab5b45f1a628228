import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';

const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));

interface GoProgram {
  /** The folder with its `go.mod` and `go.sum`: the version, and the hashes of all sources. */
  readonly module: string;
  /** Its package; `.`: the sources are in the folder. */
  readonly source: string;
  /** Of its folder in the cache. */
  readonly prefix: string;
}

const metadataMock: GoProgram = {
  module: fileURLToPath(new URL('metadata-mock', import.meta.url)),
  source: 'github.com/aws/amazon-ec2-metadata-mock/cmd',
  prefix: 'metadata-mock-',
};
const client: GoProgram = {
  module: fileURLToPath(new URL('clients/go', import.meta.url)),
  source: '.',
  prefix: 'go-client-',
};

/**
 * The paths of amazon-ec2-metadata-mock, AWS's own instance metadata mock, and of the client with the SDK for Go. They are built if they do
 * not exist yet, from the sources that their `go.mod` and `go.sum` specify.
 *
 * @throws GroundcrewError `conformance.go.missing`, `conformance.go.failed`
 */
export async function prepareGo(
  printLine: (line: string) => void,
): Promise<{ readonly metadataMock: string; readonly client: string }> {
  const version = await findGo();
  // One after the other: they share most packages of Go's own, and each build uses all cores.
  return {
    metadataMock: await build(metadataMock, version, printLine),
    client: await build(client, version, printLine),
  };
}

async function build(
  { module, source, prefix }: GoProgram,
  version: string,
  printLine: (line: string) => void,
): Promise<string> {
  const wanted = createHash('sha256').update(version);
  for (const name of (await readdir(module)).toSorted())
    wanted.update(await readFile(path.join(module, name)));
  const folder = path.join(cache, `${prefix}${wanted.digest('hex').slice(0, 12)}`);
  const file = path.join(folder, 'program');
  if (existsSync(file)) return file;

  printLine(`building ${prefix.slice(0, -1)} under .cache/conformance (${version})`);
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith(prefix)) await rm(path.join(cache, other), { recursive: true });
  }
  // Not optimized: they run for a second, and take a third less time to build.
  await go(['build', '-gcflags=all=-N -l', '-ldflags=-s -w', '-o', file, source], module);
  return file;
}

async function findGo(): Promise<string> {
  const hint = 'the conformance tests need Go 1.24 or newer on the PATH as go; "npm test" does not need it';
  const { stdout } = await runCommand('go', ['version'], { env: hostEnvironment }).catch((cause) => {
    throw new GroundcrewError('conformance.go.missing', `no go was found (${messageOf(cause)}): ${hint}`, {
      cause,
    });
  });
  const [, major, minor] = /\bgo(\d+)\.(\d+)/.exec(stdout) ?? [];
  if (Number(major) > 1 || Number(minor) >= 24) return stdout.trim();
  throw new GroundcrewError('conformance.go.missing', `${stdout.trim() || 'go does not run'}: ${hint}`);
}

async function go(args: readonly string[], cwd: string): Promise<void> {
  const { code, stdout, stderr } = await runCommand('go', args, {
    cwd,
    // Only the sources whose hashes are in go.sum, and only the installed Go.
    env: { ...hostEnvironment, GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
  });
  if (code === 0) return;
  throw new GroundcrewError(
    'conformance.go.failed',
    `go ${args.join(' ')} ended with ${code}. It needs a module proxy: see go env GOPROXY.\n${(stdout + stderr).trim()}`,
    { fault: 'service' },
  );
}
