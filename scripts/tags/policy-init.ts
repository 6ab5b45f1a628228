import { defineCommand, exitCodes, quoted, usageError } from '@groundcrew/cli';
import { initialPolicy } from '@groundcrew/tags/policy';
import { policySchemaFile } from '../package-files.ts';
import { schemaPath } from '../schema-path.ts';
import { replaceFile, writeNewFile } from './files.ts';

export const command = defineCommand({
  description:
    'Writes a commented tag policy to start from: to standard output, or into a file. ' +
    'An existing file is not overwritten without --force.',
  arguments: [{ name: 'file', description: 'the file to write', optional: true }],
  options: { force: { type: 'flag', description: 'overwrite the file' } },
  examples: [
    { command: 'groundcrew tags policy init tags.yaml', description: 'Begin a policy' },
    { command: 'groundcrew tags policy init | less', description: 'Read what a policy can contain' },
  ],
  async handler({ options: { force }, arguments: { file }, io }) {
    const text = initialPolicy(schemaPath(policySchemaFile, file ?? ''));
    if (file === undefined) {
      if (force) throw usageError('--force goes with a file: groundcrew tags policy init tags.yaml --force');
      await io.stdout.write(text);
      return exitCodes.done;
    }
    await (force ? replaceFile(file, [text]) : writeNewFile(file, text));
    io.stderr.write(`Wrote ${file}. Edit it, then: groundcrew tags policy check ${quoted(file)}\n`);
    return exitCodes.done;
  },
});
