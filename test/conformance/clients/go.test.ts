import { startLocal } from '@groundcrew/local';
import { expect, inject, onTestFinished, test } from 'vitest';
import { outputOf } from '../command.ts';
import { createWorkFolder, toolEnvironment } from '../tools.ts';
import { sdkAnswers } from './sdk-answers.ts';

test('the SDK for Go stores, reads, lists, signs links, transacts, sends and receives', async () => {
  const work = await createWorkFolder();
  onTestFinished(() => work.remove());
  const local = await startLocal();
  onTestFinished(() => local.close());
  const env = toolEnvironment(work.path);
  const output = await outputOf(inject('tools').goClient, [local.endpoint], { env, cwd: work.path });
  expect(output.trimEnd().split('\n')).toEqual(sdkAnswers);
});
