import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { runCommand } from './command.ts';
import { hostEnvironment } from './env.ts';

const module = fileURLToPath(new URL('metadata-mock', import.meta.url));
const cache = fileURLToPath(new URL('../../.cache/conformance', import.meta.url));
const METADATA_MOCK_MODULE = 'github.com/aws/amazon-ec2-metadata-mock';

/**
 * The path of amazon-ec2-metadata-mock, AWS's own instance metadata mock. It is built if it does not exist yet,
 * from the
 * version and the sources that `metadata-mock/go.mod` and `go.sum` specify.
 *
 * @throws GroundcrewError `conformance.go.missing`, `conformance.go.failed`
 */
export async function prepareMetadataMock(printLine: (line: string) => void): Promise<string> {
  const version = await findGo();
  const wanted = createHash('sha256').update(version);
  for (const name of ['go.mod', 'go.sum']) wanted.update(await readFile(path.join(module, name)));
  const name = `metadata-mock-${wanted.digest('hex').slice(0, 12)}`;
  const file = path.join(cache, name, 'ec2-metadata-mock');
  if (existsSync(file)) return file;

  printLine(`building ${METADATA_MOCK_MODULE} under .cache/conformance (${version})`);
  await mkdir(cache, { recursive: true });
  for (const other of await readdir(cache)) {
    if (other.startsWith('metadata-mock-')) await rm(path.join(cache, other), { recursive: true });
  }
  await go(['install', `${METADATA_MOCK_MODULE}/cmd`], path.join(cache, name));
  // Go derives a program's name from its folder.
  await rename(path.join(cache, name, 'cmd'), file);
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

async function go(args: readonly string[], bin: string): Promise<void> {
  const { code, stdout, stderr } = await runCommand('go', args, {
    cwd: module,
    // Only the sources whose hashes are in go.sum, and only the installed Go.
    env: { ...hostEnvironment, GOBIN: bin, GOFLAGS: '-mod=readonly', GOTOOLCHAIN: 'local', CGO_ENABLED: '0' },
  });
  if (code === 0) return;
  throw new GroundcrewError(
    'conformance.go.failed',
    `go ${args.join(' ')} ended with ${code}. It needs a module proxy: see go env GOPROXY.\n${(stdout + stderr).trim()}`,
    { fault: 'service' },
  );
}
