import { gapsIn, isNothingListed } from '@groundcrew/account';
import { defineCommand, exitCodes } from '@groundcrew/cli';
import { createSnapshotLines } from '@groundcrew/collect';
import type { MissingAnswer } from '@groundcrew/collect/network';
import { collectionReport } from '@groundcrew/collect/coverage-report';
import { visibleJson } from '@groundcrew/report';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { inChunks, refuseExisting } from '../tags/files.ts';
import { collectFrom } from '../tags/gather-snapshot.ts';
import { printReport } from '../tags/print-report.ts';
import { typesOf, typesOption } from '../tags/types-option.ts';
import { missingLines } from '../network/ask-network.ts';
import { collectNetworks, placesOf } from './collect-networks.ts';
import { writeSnapshotFile } from './snapshot-file.ts';

export const command = defineCommand({
  description:
    'Saves what there is in accounts and regions, with tags, attributes and the links between resources: one resource a line, ' +
    'compressed if the name of the file ends in .gz, or on standard output. account show and diff, tags audit and plan, ' +
    'ec2 list and lookup, and the embedded AWS read it with --from. What could not be listed is reported, with exit code 3; if that is everything, nothing is saved, and the exit code is 1. ' +
    'An existing file is not overwritten without --force: what was there then cannot be collected again.',
  arguments: [{ name: 'file', description: 'the file to save it to', optional: true }],
  options: {
    ...accountOptions,
    types: typesOption,
    networks: {
      type: 'flag',
      description:
        'networks too, for network show, trace, check, survive and plan: routes, rules, gateways, listeners, health, records; some ' +
        'twenty calls a region, and one to four for each load balancer, listener, target group and hosted zone',
    },
    force: { type: 'flag', description: 'overwrite the file' },
  },
  examples: [
    {
      command: 'groundcrew account collect account.gz --regions all',
      description: 'Save the whole account',
    },
    {
      command: 'groundcrew account collect account.gz --regions all --force',
      description: 'Save it again, over the one before',
    },
    {
      command: 'groundcrew account collect account.gz --networks',
      description: 'Save networks as well, to trace them later',
    },
    {
      command: "groundcrew account collect --types 'ec2:*' | jq -r 'select(.type == \"ec2:volume\").id'",
      description: 'List the volumes of a region',
    },
  ],
  async handler({ options, arguments: { file }, global, io, signal }) {
    const types = typesOf(options.types);
    scopeOf(options);
    // Before anything is asked: a large account takes minutes.
    if (file !== undefined && !options.force) await refuseExisting(file, 'snapshot');
    const lines = createSnapshotLines();
    const missing: MissingAnswer[] = [];
    const collection = await collectFrom(
      { ...options, types, details: true },
      { global, io, signal },
      lines.add,
      async ({ connectionTo }, { coverage }) => {
        if (!options.networks) return;
        const asked = { connectionTo, io, signal, onAnswer: lines.addAnswer };
        missing.push(...(await collectNetworks(placesOf(coverage), asked)));
      },
    );
    for (const line of missingLines(missing, true)) io.stderr.write(`${line}\n`);
    const { coverage } = collection;
    // Nothing was read: a file of it would look like an empty account, and replace one that is right.
    const gaps = gapsIn(coverage).length;
    if (isNothingListed(lines.count(), coverage)) {
      await printReport(
        io,
        collectionReport({ resources: 0, coverage }, file === undefined ? '' : `; ${file} was not written`),
      );
      return exitCodes.failed;
    }
    const text = lines.text(collection, types);
    if (file !== undefined) await writeSnapshotFile(file, text);
    else for (const piece of inChunks(text)) await io.stdout.write(visibleJson(piece));
    await printReport(
      io,
      collectionReport({ resources: lines.count(), coverage }, file === undefined ? '' : ` saved in ${file}`),
    );
    return gaps > 0 || missing.length > 0 ? exitCodes.partial : exitCodes.done;
  },
});
