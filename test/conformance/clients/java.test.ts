import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { startLocal } from '@groundcrew/local';
import { expect, inject, onTestFinished, test } from 'vitest';
import { outputOf } from '../command.ts';
import { createWorkFolder, toolEnvironment } from '../tools.ts';
import { sdkAnswers } from './sdk-answers.ts';

test('the SDK for Java stores, reads, lists, signs links, transacts, sends and receives', async (context) => {
  const { path: folder = '', missing } = inject('tools').javaSdk;
  context.skip(missing !== undefined, missing);
  const work = await createWorkFolder();
  onTestFinished(() => work.remove());
  const local = await startLocal();
  onTestFinished(() => local.close());
  const source = fileURLToPath(new URL('java/Client.java', import.meta.url));
  const env = toolEnvironment(work.path);
  // Its few seconds are mostly the start: the second compiler saves less than it takes.
  const words = ['-XX:TieredStopAtLevel=1', '-cp', path.join(folder, '*'), source, local.endpoint];
  const output = await outputOf('java', words, { env, cwd: work.path });
  expect(output.trimEnd().split('\n')).toEqual(sdkAnswers);
});
