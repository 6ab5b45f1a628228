import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { buildFunctions } from '@groundcrew/functions/build';
import { stack } from '@groundcrew/functions/stack';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { samTemplate } from '../../deploy/sam/template.ts';
import { expandFunctions } from '../../deploy/testing/expand-sam.ts';
import { normalForm } from '../../deploy/testing/normal-form.ts';
import { settleTemplate } from '../../deploy/testing/settle-template.ts';
import { outputOf, runCommand } from './command.ts';
import { createWorkFolder, root, tool, toolEnvironment } from './tools.ts';

const template = path.join(root, 'deploy/sam/template.yaml');
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  work = await createWorkFolder();
  env = toolEnvironment(work.path);
});
afterAll(() => work.remove());

test('sam validate --lint accepts the SAM template', async () => {
  const output = await outputOf(tool('sam'), ['validate', '--lint', '--template', template], { env });
  expect(output).toContain('is a valid SAM Template');
});

test('cfn-lint has nothing to say about the SAM template', async () => {
  expect(await runCommand(tool('cfn-lint'), ['--', template], { env })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test("SAM's own translator makes of the template what the tests take it to make", async () => {
  const script = path.join(root, 'test/conformance/translate_sam.py');
  const translated = JSON.parse(await outputOf(tool('python'), [script, template], { env }));
  expect(normalForm(settleTemplate(translated))).toEqual(
    normalForm(expandFunctions(settleTemplate(samTemplate(stack)))),
  );
});

test('cdk synth needs no account, and cfn-lint accepts what it makes', async () => {
  await buildFunctions();
  const output = path.join(work.path, 'cdk.out');
  await outputOf('cdk', ['synth', '--quiet', '--output', output], { env, cwd: root });
  const synthesized = path.join(output, 'Inventory.template.json');
  expect(JSON.parse(await readFile(synthesized, 'utf8'))).toHaveProperty('Resources');
  // W3005: CDK writes out that a function waits for its role, though the reference says so.
  const options = ['--ignore-checks', 'W3005', '--', synthesized];
  expect(await runCommand(tool('cfn-lint'), options, { env })).toEqual({ code: 0, stdout: '', stderr: '' });
});
