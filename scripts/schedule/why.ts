import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { createAssign } from '@groundcrew/schedule/assignment';
import { decideResources } from '@groundcrew/schedule/planning';
import { readResources } from '@groundcrew/schedule/resources';
import { whyReport } from '@groundcrew/schedule/why-report';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { openSchedule, tableOption } from './open-schedule.ts';
import { readSchedule } from './read-schedule.ts';

export const command = defineCommand({
  description:
    'Shows why an instance runs or is stopped: its schedule and by which tag or rule, what that wants now and by which ' +
    'window, holiday or mode, whether somebody changed it since, what a run would do, and the next three changes.',
  arguments: [
    { name: 'id', description: 'the instance: i-0123456789abcdef0' },
    { name: 'file', description: 'the schedule file, YAML or JSON' },
  ],
  options: { ...accountOptions, table: tableOption },
  examples: [
    {
      command: 'groundcrew schedule why i-0123456789abcdef0 schedule.yaml',
      description: 'Ask why it runs',
    },
    {
      command: 'groundcrew schedule why i-0123456789abcdef0 schedule.yaml --regions all',
      description: 'Look for it in every region',
    },
  ],
  async handler({ arguments: { id, file: path }, options, global, io, signal, print }) {
    if (!/^i-([0-9a-f]{8}|[0-9a-f]{17})$/.test(id)) {
      throw usageError(`"${id}" is not the id of an instance, such as i-0123456789abcdef0`);
    }
    const scope = scopeOf(options);
    const { file, calendars } = await readSchedule(path);
    const fallbackRegion = Array.isArray(scope.regions) ? scope.regions[0] : undefined;
    const opened = await openSchedule(
      options,
      { global, io, signal },
      { fallbackRegion, accounts: scope.accounts },
    );
    try {
      const { ec2For, currentRegion } = opened;
      const { resources, unread } = await unknownRegionAsUsageError(
        readResources(
          { regions: scope.regions, accounts: opened.accountIds },
          { ec2For, currentRegion, signal, instanceId: id },
        ),
      );
      for (const { region, reason } of unread) io.stderr.write(`Not read: ${region}: ${reason}\n`);
      const [resource] = resources;
      if (!resource) {
        const where =
          unread.length > 0
            ? 'the regions that could be read'
            : `what was searched; ${currentRegion} is the current region, --regions all is every one`;
        io.stderr.write(`${id} is not in ${where}.\n`);
        return unread.length > 0 ? exitCodes.unknown : exitCodes.failed;
      }
      const nowMs = io.now();
      const remembered = await opened.rememberedIn(options.table);
      const [decided] = decideResources([resource], file, calendars, nowMs, remembered);
      const isWhole = options.table !== undefined;
      await print(
        whyReport({ resource, assignment: createAssign(file)(resource), decided, calendars, nowMs, isWhole }),
      );
      return exitCodes.done;
    } finally {
      opened.close();
    }
  },
});
