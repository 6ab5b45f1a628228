import { fileURLToPath } from 'node:url';
import { type LocalAws, parseAccounts, startLocal } from '@groundcrew/local';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOf } from '../command.ts';
import { createWorkFolder, tool, toolEnvironment } from '../tools.ts';
import { sdkAnswers } from './sdk-answers.ts';

let work: Awaited<ReturnType<typeof createWorkFolder>>;
let local: LocalAws;

beforeAll(async () => {
  work = await createWorkFolder();
  const instances = [{ count: 12, type: 'm7g.large', tags: { Project: 'shop' } }, { type: 't3.micro' }];
  const accounts = parseAccounts({
    accounts: [{ id: '111122223333', regions: { 'us-east-1': { instances } } }],
  });
  local = await startLocal({ accounts });
});
afterAll(async () => {
  await local?.close();
  await work.remove();
});

test('boto3 stores, reads, lists, signs links, transacts, sends, receives and describes instances', async () => {
  const script = fileURLToPath(new URL('boto3_client.py', import.meta.url));
  const env = toolEnvironment(work.path);
  const output = await outputOf(tool('python'), [script, local.endpoint], { env, cwd: work.path });
  expect(output.trimEnd().split('\n')).toEqual([
    ...sdkAnswers,
    'instances: 12 m7g.large',
    'regions: true',
    'no instance: InvalidInstanceID.NotFound',
  ]);
});
