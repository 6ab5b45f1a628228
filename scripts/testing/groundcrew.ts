import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCli } from '@groundcrew/cli';
import { createRecordingIo, type RecordingIoOptions } from '@groundcrew/cli/testing';
import { stack } from '@groundcrew/functions/stacks/inventory';
import { type LocalAws, type LocalOptions, startLocal } from '@groundcrew/local';
import { onTestFinished, vi } from 'vitest';
import { program } from '../program.ts';

/** Runs `groundcrew` in process; returns its exit code and output. */
export async function groundcrew(words: readonly string[], options: RecordingIoOptions = {}) {
  const io = createRecordingIo(options);
  const code = await runCli(program, words, io);
  return { code, out: io.out(), err: io.err() };
}

/** The embedded AWS with the buckets and tables of the stack and none of its functions; found by the SDK. */
export async function startStores(options: Pick<LocalOptions, 'clock' | 'region'> = {}): Promise<LocalAws> {
  const local = await startLocal({ ...options, stack: { ...stack, functions: [] } });
  for (const [name, value] of Object.entries(local.environment())) vi.stubEnv(name, value);
  return local;
}

/** A folder of the test's own. */
export async function temporaryFolder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'groundcrew-'));
  onTestFinished(() => rm(path, { recursive: true }));
  return path;
}
