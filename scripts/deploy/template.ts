import { join } from 'node:path';
import { defineCommand, exitCodes, usageError, quoted } from '@groundcrew/cli';
import { didYouMean } from '@groundcrew/errors';
import { writeDeployment } from '@groundcrew/functions/deployment';
import { stacks } from '@groundcrew/functions/stacks';
import type { StackManifest } from '@groundcrew/lambda';
import { bundleFunctions, templatesFolder } from '../package-files.ts';

const PREFIX = 'groundcrew-';
const shortNames = stacks.map(shortNameOf);

export const command = defineCommand({
  description:
    'Writes the SAM template of a stack and the bundles of its functions into a folder, ready for sam deploy ' +
    `(no sam build). The stacks are ${shortNames.join(', ')}. Nothing is deployed, and no account is read.`,
  arguments: [{ name: 'stack', description: `the stack: ${shortNames.join(', ')}` }],
  options: {
    out: {
      type: 'text',
      value: 'DIR',
      description: 'folder to write into; made if it is missing (required)',
    },
    force: { type: 'flag', description: 'overwrite a template there that differs' },
  },
  examples: [
    {
      command: 'groundcrew deploy template inventory --out deploy',
      description: 'Write deploy/inventory.yaml and its functions',
    },
    { command: 'sam deploy -t deploy/inventory.yaml --guided', description: 'Deploy it' },
    {
      command: 'groundcrew deploy template tags --out deploy',
      description: 'Write another stack into the same folder',
    },
  ],
  async handler({ options: { out, force }, arguments: { stack: name }, global, io }) {
    if (out === undefined) throw usageError('a folder to write into is needed: --out DIR');
    const stack = stackOf(name);
    const bundles = await bundleFunctions(stack.functions.map((one) => one.name));
    const deployment = await writeDeployment({
      stack,
      templateFile: join(templatesFolder, `${shortNameOf(stack)}.yaml`),
      bundles,
      outDir: out,
      overwrite: force,
    });
    await io.stdout.write(
      global.output === 'json' ? `${JSON.stringify(deployment)}\n` : `${deployment.template}\n`,
    );
    io.stderr.write(`Deploy it by: sam deploy -t ${quoted(deployment.template)} --guided\n`);
    return exitCodes.done;
  },
});

function stackOf(name: string): StackManifest {
  const stack = stacks.find((one) => name === one.name || name === shortNameOf(one));
  if (stack) return stack;
  throw usageError(
    `there is no stack "${name}"${didYouMean(name, shortNames) || `; there are ${shortNames.join(', ')}`}`,
  );
}

/** `inventory` of `groundcrew-inventory`. */
function shortNameOf({ name }: StackManifest): string {
  return name.slice(PREFIX.length);
}
