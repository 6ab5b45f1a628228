import { defineCommand, exitCodes } from '@groundcrew/cli';
import type { CostAnswer, DateRange } from '@groundcrew/cost/model';
import { addMonths } from '@groundcrew/cost/periods';
import { anomaliesReport, findAnomalies } from '@groundcrew/cost/report-model';
import { openSource } from './open-source.ts';
import { printReport } from './print-report.ts';
import { queryOptions, readPeriod, readQuery } from './query-options.ts';
import { readAmount } from './read-amount.ts';
import { sourceOptions } from './source-options.ts';

/** A day is held against the same day of earlier months, and so many of them. */
const HISTORY_MONTHS = 3;

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
      const asked = { start: addMonths(period.range.start, -HISTORY_MONTHS), end: period.range.end };
      const [answer] = await source.ask([{ ...query, granularity: 'daily', range: asked }]);
      const range = knownDays(asked, answer);
      const anomalies = findAnomalies(answer, { range, from: period.range.start, minimum });
      const notes = [...answer.notes];
      if (range.start > asked.start)
        notes.push(
          `Nothing is known from before ${range.start}: three weeks from then on are history alone.`,
        );
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

/** From the first day that has a charge: what lies before it is not nothing, it is not known. */
function knownDays(asked: DateRange, { lines }: CostAnswer): DateRange {
  const [first = asked.start] = [...new Set(lines.map(({ day }) => day))].sort();
  return { start: first, end: asked.end };
}
