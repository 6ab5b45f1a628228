import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { type LocalAws, startLocal } from '@groundcrew/local';
import { inject, onTestFinished, type TestContext } from 'vitest';
import { outputOf } from '../command.ts';
import { createWorkFolder, toolEnvironment } from '../tools.ts';

/** A command that speaks S3, an embedded AWS for it, and files to upload in `files` of its folder. */
export interface S3Command {
  readonly local: LocalAws;
  readonly folder: string;
  /** In `files`: larger than a part, and another one with an awkward name. */
  readonly large: Buffer;
  /** Its output; rejects if it fails. */
  run(...args: string[]): Promise<string>;
  /** A file of its folder. */
  read(name: string): Promise<Buffer>;
}

export const awkward = 'sub/two +봄.txt';

/** Starts both for one test, which is skipped where the commands are missing. */
export async function startS3Command(
  context: TestContext,
  name: 'rclone' | 's3cmd' | 's5cmd',
  variables: (local: LocalAws) => Readonly<Record<string, string>> = () => ({}),
): Promise<S3Command> {
  const { path: bin = '', missing } = inject('tools').commandsBin;
  context.skip(missing !== undefined, missing);
  const work = await createWorkFolder();
  onTestFinished(() => work.remove());
  const local = await startLocal();
  onTestFinished(() => local.close());
  const large = randomBytes(12_000_000);
  await mkdir(path.join(work.path, 'files/sub'), { recursive: true });
  await writeFile(path.join(work.path, 'files/large.bin'), large);
  await writeFile(path.join(work.path, 'files', awkward), 'two');
  const env = toolEnvironment(work.path, { ...local.environment(), LANG: 'C.UTF-8', ...variables(local) });
  return {
    local,
    folder: work.path,
    large,
    run: (...args) => outputOf(path.join(bin, name), args, { env, cwd: work.path }),
    read: (file) => readFile(path.join(work.path, file)),
  };
}

/** What is at a link. */
export async function fetchText(link: string): Promise<string> {
  const response = await fetch(link.trim());
  return `${response.status} ${await response.text()}`;
}
