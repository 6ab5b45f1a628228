import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { cdkCommand, cdkFolder } from '@groundcrew/deploy/install-cdk';
import { samTemplate, templateFile } from '@groundcrew/deploy/sam-template';
import { expandFunctions } from '@groundcrew/deploy/testing/expand-sam';
import { normalForm } from '@groundcrew/deploy/testing/normal-form';
import { resolveTemplate } from '@groundcrew/deploy/testing/resolve-template';
import { stacks } from '@groundcrew/functions/stacks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { outputOf, runCommand } from './command.ts';
import { createWorkFolder, root, tool, toolEnvironment } from './tools.ts';

const eachTemplate = stacks.map((stack) => [stack.name, fileURLToPath(templateFile(stack)), stack] as const);
let work: Awaited<ReturnType<typeof createWorkFolder>>;
let env: NodeJS.ProcessEnv;

beforeAll(async () => {
  work = await createWorkFolder();
  env = toolEnvironment(work.path);
});
afterAll(() => work.remove());

test.each(eachTemplate)('sam validate --lint accepts the SAM template of %s', async (_, template) => {
  const output = await outputOf(tool('sam'), ['validate', '--lint', '--template', template], { env });
  expect(output).toContain('is a valid SAM Template');
});

test.each(eachTemplate)('cfn-lint has no findings in the SAM template of %s', async (_, template) => {
  expect(await runCommand(tool('cfn-lint'), ['--', template], { env })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test.each(eachTemplate)("SAM's own translator expands %s as the tests assume", async (_, template, stack) => {
  const script = path.join(root, 'test/conformance/translate_sam.py');
  const translated = JSON.parse(await outputOf(tool('python'), [script, template], { env }));
  expect(normalForm(resolveTemplate(translated))).toEqual(
    normalForm(expandFunctions(resolveTemplate(samTemplate(stack)))),
  );
});

test('cdk synth needs no account, and cfn-lint accepts its output', async () => {
  const output = path.join(work.path, 'cdk.out');
  await outputOf(cdkCommand, ['synth', '--quiet', '--output', output], { env, cwd: cdkFolder });
  const synthesized = stacks.map(({ name }) => path.join(output, `${name}.template.json`));
  for (const file of synthesized)
    expect(JSON.parse(await readFile(file, 'utf8'))).toHaveProperty('Resources');
  // W3005: CDK adds an explicit dependency of a function on its role, although the reference implies it.
  const options = ['--ignore-checks', 'W3005', '--', ...synthesized];
  expect(await runCommand(tool('cfn-lint'), options, { env })).toEqual({ code: 0, stdout: '', stderr: '' });
});
