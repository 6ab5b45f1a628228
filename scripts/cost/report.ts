import { defineCommand, exitCodes } from '@groundcrew/cli';
import { reportCosts } from '@groundcrew/cost/operations';
import { openSource } from './open-source.ts';
import { printReport } from './print-report.ts';
import { queryOptions } from './query-options.ts';
import { readReportOptions, reportOptions } from './report-options.ts';
import { sourceOptions } from './source-options.ts';

/** In a terminal the totals should not scroll away. */
const TOP_ON_SCREEN = 15;

export const command = defineCommand({
  description:
    'Reports what was spent: in total, by service or by the groups of --by, with the change against comparable days, and ' +
    'how much of it has no tag. Taxes, support, credits and refunds have rows of their own. Amounts are exact: those of ' +
    'a table add up to its total as printed. Days are UTC, as AWS bills. ' +
    'A request to Cost Explorer costs $0.01; the number of requests is printed before, and responses are cached for the ' +
    'day. A billing export costs nothing to read.',
  arguments: [],
  options: { ...queryOptions, ...reportOptions, ...sourceOptions },
  examples: [
    { command: 'groundcrew cost report', description: 'See this month so far, by service' },
    {
      command:
        'groundcrew cost report --period last-month --by tag:Project,service --output html > october.html',
      description: 'Make a page of the last month, by project',
    },
    {
      command: 'groundcrew cost report --period last-month --language ko --output html > october.html',
      description: 'Make the page in Korean',
    },
    {
      command: 'groundcrew cost report --source exports/ --forecast --budget 1200',
      description: 'Read a billing export, with a forecast and a budget',
    },
    {
      command:
        "groundcrew cost report --period 2026-01..2026-06 --filter 'service=Amazon Elastic Compute Cloud' --by usage-type",
      description: 'See what half a year of a service was spent on',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const nowMs = io.now();
    const top = options.top ?? (global.output === 'table' && io.stdout.isTty ? TOP_ON_SCREEN : undefined);
    const input = readReportOptions(options, nowMs);
    const source = await openSource(options, { global, io, signal });
    try {
      const result = await reportCosts({ ...input, top }, { ...source.queryOptions, nowMs });
      await printReport(result.report(), { global, io, print });
      return exitCodes.done;
    } finally {
      await source.close();
    }
  },
});
