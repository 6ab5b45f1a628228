import { defineCommand, exitCodes } from '@groundcrew/cli';
import { detectAnomalies } from '@groundcrew/cost/operations';
import { anomaliesReport } from '@groundcrew/cost/report-model';
import { openSource } from './open-source.ts';
import { printReport } from './print-report.ts';
import { queryOptions, readPeriod, readQuery } from './query-options.ts';
import { readAmount } from './read-amount.ts';
import { sourceOptions } from './source-options.ts';

export const command = defineCommand({
  description:
    'Tells days that cost far more than their own history lets expect, each with its evidence: against the same weekdays ' +
    'of the six weeks before. What comes every month on its day, as a fee of the first, is not told, nor are taxes, ' +
    'support and credits.',
  arguments: [],
  options: {
    period: {
      type: 'text',
      value: 'PERIOD',
      default: 'last-30-days',
      description: 'days that are judged; the three months before them are read, too',
    },
    ...queryOptions,
    minimum: {
      type: 'text',
      value: 'AMOUNT',
      default: '10',
      description: "what a day stands out by, at least, in the bill's currency",
    },
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['anomalies'],
      description: 'end with exit code 3 where there are some',
    },
    ...sourceOptions,
  },
  examples: [
    { command: 'groundcrew cost anomalies', description: 'See what stood out in the last thirty days' },
    {
      command: 'groundcrew cost anomalies --by tag:Project,service --period last-7-days --fail-on anomalies',
      description: 'Look at the last week by project, in a pipeline',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const query = readQuery(options, 'service');
    const period = readPeriod(options.period, io.now());
    const minimum = readAmount('--minimum', options.minimum);
    const source = await openSource(options, { global, io, signal });
    try {
      const { anomalies, notes } = await detectAnomalies({ ...query, period, minimum }, source.queryOptions);
      const { label } = period;
      const { by, metric } = query;
      const report = anomaliesReport(anomalies, { by, metric, period: label, source: source.name, notes });
      await printReport(report, { global, io, print });
      return options.failOn !== undefined && anomalies.length > 0 ? exitCodes.partial : exitCodes.done;
    } finally {
      await source.close();
    }
  },
});
