import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { importTagPolicy } from '@groundcrew/tags/policy-import';
import { readBytes, replaceFile, writeNewFile } from './files.ts';

export const command = defineCommand({
  description:
    'Makes a policy from tag policies of AWS Organizations: to standard output, or into a file. Several are merged as they ' +
    'are inherited, so name that of the root first, and that of the account last. What aws organizations describe-policy ' +
    'and describe-effective-policy print is read too, also with the ResponseMetadata of boto3. It makes no calls to AWS.',
  arguments: [
    {
      name: 'files',
      description: 'the tag policies, JSON: of the root, of its units, of the account',
      repeat: true,
    },
  ],
  options: {
    out: { type: 'text', value: 'FILE', description: 'the file to write' },
    force: { type: 'flag', description: 'overwrite the file' },
  },
  examples: [
    {
      command: 'groundcrew tags policy import root.json unit.json --out tags.yaml',
      description: 'Begin with what the organization has',
    },
    {
      command: 'aws organizations describe-effective-policy --policy-type TAG_POLICY > effective.json',
      description: 'Have AWS merge them',
    },
  ],
  async handler({ options: { out, force }, arguments: { files }, io }) {
    if (force && out === undefined) throw usageError('--force goes with --out');
    const inputs = await Promise.all(
      files.map(async (file) => ({ file, input: await readBytes('policy', file) })),
    );
    const { text, notes } = importTagPolicy(inputs);
    for (const note of notes) io.stderr.write(`${note}\n`);
    if (out === undefined) {
      await io.stdout.write(text);
      return exitCodes.done;
    }
    await (force ? replaceFile(out, [text]) : writeNewFile(out, text));
    io.stderr.write(`Wrote ${out}. Next: groundcrew tags policy check ${out}\n`);
    return exitCodes.done;
  },
});
