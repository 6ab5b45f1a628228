import { defineCommand, exitCodes, usageError } from '@groundcrew/cli';
import { createAssign } from '@groundcrew/schedule/assignment';
import { decideResources, lookUpChanges } from '@groundcrew/schedule/planning';
import { readResources } from '@groundcrew/schedule/resources';
import { whyReport } from '@groundcrew/schedule/why-report';
import { languageOption } from '../language-option.ts';
import { accountOptions, scopeOf } from '../accounts/account-options.ts';
import { unknownRegionAsUsageError } from '../accounts/unknown-region.ts';
import { printUnread } from './decide-now.ts';
import { openSchedule, tableOption } from './open-schedule.ts';
import { readSchedule } from './read-schedule.ts';

export const command = defineCommand({
  description:
    'Shows why a resource runs or is stopped: its schedule and by which tag or rule, what that wants now and by which ' +
    'window, holiday or mode, who started or stopped it by CloudTrail, what a run would do, and the next three changes.',
  arguments: [
    {
      name: 'id',
      description:
        'an instance (i-0123456789abcdef0), or the name of a database, an Aurora cluster or an Auto Scaling group',
    },
    { name: 'file', description: 'the schedule file, YAML or JSON' },
  ],
  options: {
    ...accountOptions,
    table: tableOption,
    type: {
      type: 'text',
      value: 'TYPE',
      choices: ['db', 'cluster', 'group'],
      description: 'what is meant, if a database, a cluster or a group have the same name',
    },
    ...languageOption,
  },
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
    if (!/^[\x21-\x7e][\x20-\x7e]{0,254}$/.test(id)) {
      throw usageError(
        `"${id}" is neither the id of an instance, such as i-0123456789abcdef0, nor the name of a database or a group`,
      );
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
      const { services, currentRegion } = opened;
      const { resources, unread } = await unknownRegionAsUsageError(
        readResources(
          { regions: scope.regions, accounts: opened.accountIds },
          { ...services, currentRegion, signal, id },
        ),
      );
      printUnread(unread, io);
      const found = resources.filter(
        ({ type }) => options.type === undefined || type.endsWith(`:${options.type}`),
      );
      const [resource] = found;
      if (found.length > 1) {
        const all = found.map(({ type, region, account }) => `${type} in ${region} of ${account}`).join(', ');
        throw usageError(`"${id}" is ${all}; choose one with --type, --regions or --accounts`);
      }
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
      const account = opened.accountIds === undefined ? undefined : resource.account;
      const trail = opened.trailFor(account, resource.region);
      const changes = await lookUpChanges(resource, trail, nowMs, signal);
      await print(
        whyReport({
          resource: decided?.resource ?? resource,
          assignment: createAssign(file)(resource),
          decided,
          calendars,
          nowMs,
          isWhole,
          changes,
        }),
      );
      return exitCodes.done;
    } finally {
      opened.close();
    }
  },
});
