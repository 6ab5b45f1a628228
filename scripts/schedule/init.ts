import { defineCommand, exitCodes, quoted, usageError } from '@groundcrew/cli';
import { initialSchedule } from '@groundcrew/schedule/file';
import { scheduleSchemaFile } from '../package-files.ts';
import { schemaPath } from '../schema-path.ts';
import { replaceFile, writeNewFile } from '../tags/files.ts';

export const command = defineCommand({
  description:
    'Writes a commented schedule file to start from: to standard output, or into a file. ' +
    'An existing file is not overwritten without --force.',
  arguments: [{ name: 'file', description: 'the file to write', optional: true }],
  options: { force: { type: 'flag', description: 'overwrite the file' } },
  examples: [
    { command: 'groundcrew schedule init schedule.yaml', description: 'Begin a schedule file' },
    { command: 'groundcrew schedule init | less', description: 'Read what it can contain' },
  ],
  async handler({ options: { force }, arguments: { file }, io }) {
    const text = initialSchedule(schemaPath(scheduleSchemaFile, file ?? ''));
    if (file === undefined) {
      if (force) throw usageError('--force goes with a file: groundcrew schedule init schedule.yaml --force');
      await io.stdout.write(text);
      return exitCodes.done;
    }
    await (force ? replaceFile(file, [text]) : writeNewFile(file, text));
    io.stderr.write(`Wrote ${file}. Edit it, then: groundcrew schedule check ${quoted(file)}\n`);
    return exitCodes.done;
  },
});
