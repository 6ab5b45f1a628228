import { defineCommand, exitCodes } from '@groundcrew/cli';
import { gapsIn, isNothingListed } from '@groundcrew/account';
import { collectionReport } from '@groundcrew/collect/coverage-report';
import { visibleJson } from '@groundcrew/report';
import { writeSnapshot } from '@groundcrew/tags/snapshot';
import { accountOptions } from '../accounts/account-options.ts';
import { inChunks, refuseExisting, replaceFile } from './files.ts';
import { gatherSnapshot } from './gather-snapshot.ts';
import { printReport } from './print-report.ts';
import { typesOf, typesOption } from './types-option.ts';

export const command = defineCommand({
  description:
    'Saves what there is and how it is tagged, as JSON: to a file, or to standard output. tags audit and tags plan read ' +
    'it with --from, on any machine, without an account. What could not be listed is reported, with exit code 3. ' +
    'An existing file is not overwritten without --force.',
  arguments: [{ name: 'file', description: 'the file to save it to', optional: true }],
  options: {
    ...accountOptions,
    types: typesOption,
    force: { type: 'flag', description: 'overwrite the file' },
  },
  examples: [
    { command: 'groundcrew tags collect tags.json --regions all', description: 'Save the whole account' },
    {
      command: "groundcrew tags collect --types s3:bucket | jq -r '.resources[].arn'",
      description: 'List what there is of a type',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal }) {
    const types = typesOf(options.types);
    // Before the first call: a large account takes minutes.
    if (file !== undefined && !options.force) await refuseExisting(file);
    const snapshot = await gatherSnapshot({ ...options, types }, { global, io, signal });
    const { coverage } = snapshot;
    // A file of it would look like an empty account, and replace one that is right.
    if (isNothingListed(snapshot.resources.length, coverage)) {
      const where = file === undefined ? '' : `; ${file} was not written`;
      await printReport(io, collectionReport({ resources: 0, coverage }, where));
      return exitCodes.failed;
    }
    if (file !== undefined) await replaceFile(file, writeSnapshot(snapshot));
    else for (const text of inChunks(writeSnapshot(snapshot))) await io.stdout.write(visibleJson(text));
    await printReport(
      io,
      collectionReport(
        { resources: snapshot.resources.length, coverage },
        file === undefined ? '' : ` saved in ${file}`,
      ),
    );
    return gapsIn(coverage).length > 0 ? exitCodes.partial : exitCodes.done;
  },
});
