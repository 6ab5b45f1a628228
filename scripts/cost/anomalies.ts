import { defineCommand, exitCodes } from '@groundcrew/cli';
import { detectAnomalies } from '@groundcrew/cost/operations';
import { anomaliesReport } from '@groundcrew/cost/report-model';
import { openSource } from './open-source.ts';
import { printReport } from './print-report.ts';
import { languageOption, queryOptions, readPeriod, readQuery } from './query-options.ts';
import { readAmount } from './read-amount.ts';
import { sourceOptions } from './source-options.ts';

export const command = defineCommand({
  description:
    'Lists days that cost far more than expected from their own history, each with its evidence: what the thirteen weeks before predict. Costs that recur every month around the same day, such as a fee on the first, or every week are not listed, nor are ' +
    'taxes, support and credits.',
  arguments: [],
  options: {
    period: {
      type: 'text',
      value: 'PERIOD',
      description:
        'days to check; default: the last thirty that are delivered. The three months before them are read, too',
    },
    ...queryOptions,
    minimum: {
      type: 'text',
      value: 'AMOUNT',
      default: '10',
      description: "minimum excess of a run of days, in the bill's currency",
    },
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['anomalies'],
      description: 'exit with code 3 if there are any',
    },
    ...languageOption,
    ...sourceOptions,
  },
  examples: [
    { command: 'groundcrew cost anomalies', description: 'See what stood out in the last thirty days' },
    {
      command: 'groundcrew cost anomalies --source exports/ --period 2026-08',
      description: 'See what stood out in August, in a billing export',
    },
    {
      command: 'groundcrew cost anomalies --by tag:Project,service --period last-7-days --fail-on anomalies',
      description: 'Look at the last week by project, in a pipeline',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const query = readQuery(options, 'service');
    const period = options.period === undefined ? undefined : readPeriod(options.period, io.now());
    const minimum = readAmount('--minimum', options.minimum);
    const source = await openSource(options, { global, io, signal });
    try {
      const { anomalies, accountNames, notes, hasDays, ...judged } = await detectAnomalies(
        { ...query, period, minimum },
        {
          ...source.queryOptions,
          nowMs: io.now(),
        },
      );
      const { by, metric } = query;
      const report = anomaliesReport(anomalies, {
        by,
        metric,
        period: judged.period.label,
        hasDays,
        source: source.name,
        accountNames,
        notes,
        language: options.language,
      });
      await printReport(report, { global, io, print });
      return options.failOn !== undefined && anomalies.length > 0 ? exitCodes.partial : exitCodes.done;
    } finally {
      await source.close();
    }
  },
});
