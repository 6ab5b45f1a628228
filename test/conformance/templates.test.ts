import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { samTemplate, templateFile } from '@groundcrew/deploy/sam-template';
import { expandFunctions } from '@groundcrew/deploy/testing/expand-sam';
import { normalForm } from '@groundcrew/deploy/testing/normal-form';
import { resolveTemplate } from '@groundcrew/deploy/testing/resolve-template';
import { buildFunctions } from '@groundcrew/functions/build';
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

test.each(eachTemplate)('cfn-lint has nothing to say about the SAM template of %s', async (_, template) => {
  expect(await runCommand(tool('cfn-lint'), ['--', template], { env })).toEqual({
    code: 0,
    stdout: '',
    stderr: '',
  });
});

test.each(eachTemplate)(
  "SAM's own translator makes of %s what the tests take it to make",
  async (_, template, stack) => {
    const script = path.join(root, 'test/conformance/translate_sam.py');
    const translated = JSON.parse(await outputOf(tool('python'), [script, template], { env }));
    expect(normalForm(resolveTemplate(translated))).toEqual(
      normalForm(expandFunctions(resolveTemplate(samTemplate(stack)))),
    );
  },
);

test('cdk synth needs no account, and cfn-lint accepts what it makes', async () => {
  await buildFunctions();
  const output = path.join(work.path, 'cdk.out');
  await outputOf('cdk', ['synth', '--quiet', '--output', output], { env, cwd: root });
  for (const { name } of stacks) {
    const synthesized = path.join(output, `${name}.template.json`);
    expect(JSON.parse(await readFile(synthesized, 'utf8'))).toHaveProperty('Resources');
    // W3005: CDK writes out that a function waits for its role, though the reference says so.
    const options = ['--ignore-checks', 'W3005', '--', synthesized];
    expect(await runCommand(tool('cfn-lint'), options, { env })).toEqual({ code: 0, stdout: '', stderr: '' });
  }
});
