import { defineCommand, exitCodes } from '@groundcrew/cli';
import { diffPeriods, unsupportedReason } from '@groundcrew/cost/operations';
import { diffReport } from '@groundcrew/cost/report-model';
import { openSource, usesCostExplorer } from './open-source.ts';
import { printReport } from './print-report.ts';
import { languageOption, queryOptions, readPeriod, readQuery } from './query-options.ts';
import { type SourceOptions, sourceOptions } from './source-options.ts';

const TOP_ON_SCREEN = 20;

export const command = defineCommand({
  description:
    'Lists what changed from one period to another, and why, largest first: what is new, what is gone, what was used ' +
    'more or less, and what has another price. Use and price are distinguished by usage type, if it has one unit; the ' +
    'two parts add up to the change exactly. The default of --by is service,usage-type for an export, service for an ' +
    'export without usage types, and usage-type for Cost Explorer, which returns quantities only by one grouping.',
  arguments: [
    { name: 'before', description: 'the earlier period: 2026-09, last-month' },
    { name: 'after', description: 'the later one: 2026-10, this-month' },
  ],
  options: {
    ...queryOptions,
    top: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      description: 'number of listed changes; default: 20 in a terminal, all elsewhere',
    },
    ...languageOption,
    ...sourceOptions,
  },
  examples: [
    { command: 'groundcrew cost diff 2026-09 2026-10', description: 'See why October cost more' },
    {
      command:
        'groundcrew cost diff 2026-10-01..2026-10-07 2026-11-01..2026-11-07 --by tag:Project,usage-type',
      description: 'Compare a week with the same week of the month before, by project',
    },
  ],
  async handler({ options, arguments: { before, after }, global, io, signal, print }) {
    const earlier = readPeriod(before, io.now());
    const later = readPeriod(after, io.now());
    const queried = readQuery(options, defaultBy(options));
    const source = await openSource(options, { global, io, signal });
    try {
      const wanted = { ...queried, granularity: 'monthly' as const, range: later.range };
      const isAble =
        options.by !== undefined ||
        (await unsupportedReason(source.queryOptions.source, wanted)) === undefined;
      const query = isAble ? queried : { ...queried, by: ['service' as const] };
      const result = await diffPeriods({ ...query, earlier, later }, source.queryOptions);
      const top = options.top ?? (global.output === 'table' && io.stdout.isTty ? TOP_ON_SCREEN : undefined);
      const report = diffReport(result.differences, {
        by: query.by,
        before: result.earlier.label,
        after: result.later.label,
        source: source.name,
        metric: query.metric,
        ...(top !== undefined && { top }),
        accountNames: result.accountNames,
        notes: result.notes,
        language: options.language,
      });
      await printReport(report, { global, io, print });
      return exitCodes.done;
    } finally {
      await source.close();
    }
  },
});

/** By two groupings Cost Explorer returns no quantities, and takes twice the requests. */
function defaultBy(options: SourceOptions): string {
  return usesCostExplorer(options) ? 'usage-type' : 'service,usage-type';
}
