import { defineCommand, exitCodes, orUsageError, usageError } from '@groundcrew/cli';
import { COMMITMENT_REQUESTS, type CommitmentsAnswer, commitmentsReport } from '@groundcrew/cost/commitments';
import { formatMoney, money } from '@groundcrew/cost/money';
import { dayOf, type Period, parsePeriod } from '@groundcrew/cost/periods';
import { countOf } from '@groundcrew/report';
import { usesCostExplorer } from './open-source.ts';
import { printReport } from './print-report.ts';
import { languageOption } from './query-options.ts';
import { readAmount } from './read-amount.ts';
import type { SourceContext } from './source-handle.ts';
import { sourceOptions } from './source-options.ts';

const { source, maxSpend } = sourceOptions;

export const command = defineCommand({
  description:
    'Lists Savings Plans and reservations: what they cost, how much of that was used and what was not, how much of what they could cover is covered, and when each ends. Cost Explorer has all of it, at $0.01 a request: two for Savings Plans, and two for the reservations of each of five services. A billing export costs nothing to read, but lacks what could be covered; a FOCUS export also lacks when a commitment ends.',
  arguments: [],
  options: {
    period: {
      type: 'text',
      value: 'PERIOD',
      default: 'last-month',
      description: 'days of the report: last-month, this-month, 2026-10, 2026-01..2026-06',
    },
    expiring: {
      type: 'integer',
      value: 'DAYS',
      minimum: 0,
      default: 60,
      description: 'list first those that end within so many days',
    },
    failOn: {
      type: 'text',
      value: 'WHAT',
      choices: ['expiring'],
      description: 'exit with code 3 if one ends within the days of --expiring, 6 if that is not known',
    },
    source: {
      ...source,
      description: 'cost-explorer (default), or a billing export; exports may be repeated',
    },
    ...languageOption,
    maxSpend,
  },
  examples: [
    { command: 'groundcrew cost commitments', description: 'See what was not used last month, for $0.12' },
    {
      command: 'groundcrew cost commitments --source exports/ --period 2026-10',
      description: 'Read it from a billing export, free of charge',
    },
    {
      command: 'groundcrew cost commitments --expiring 30 --fail-on expiring',
      description: 'Check in a pipeline that none ends within a month',
    },
  ],
  async handler({ options, global, io, signal, print }) {
    const nowMs = io.now();
    const period = orUsageError(() => parsePeriod(options.period, { nowMs }));
    const { name, answer } = await read(period, options, { global, io, signal });
    const report = commitmentsReport(answer, {
      period: period.label,
      source: name,
      today: dayOf(nowMs),
      expiringDays: options.expiring,
      language: options.language,
    });
    await printReport(report, { global, io, print });
    const last = dayOf(nowMs + options.expiring * 86_400_000);
    const isExpiring = answer.commitments.some(
      ({ end }) => end !== null && end >= dayOf(nowMs) && end <= last,
    );
    if (options.failOn === undefined) return exitCodes.done;
    if (isExpiring) return exitCodes.partial;
    return answer.commitments.some(({ end }) => end === null) ? exitCodes.unknown : exitCodes.done;
  },
});

async function read(
  period: Period,
  options: { readonly source: readonly string[]; readonly maxSpend: string },
  context: SourceContext,
): Promise<{ readonly name: string; readonly answer: CommitmentsAnswer }> {
  const { io, signal } = context;
  if (usesCostExplorer(options)) {
    if (options.source.length > 1)
      throw usageError("--source cost-explorer can't be combined with another source");
    const { openCommitments } = await import('./open-commitments.ts');
    const opened = await openCommitments(readAmount('--max-spend', options.maxSpend), context);
    const least = formatMoney(money('0.01').times(COMMITMENT_REQUESTS), 'USD');
    io.stderr.write(`Cost Explorer: at least ${countOf(COMMITMENT_REQUESTS, 'request')}, ${least}\n`);
    try {
      return { name: 'Cost Explorer', answer: await opened.read(period.range) };
    } finally {
      opened.close();
    }
  }
  if (options.source.includes('athena'))
    throw usageError('--source athena is not supported here; name the export, or use Cost Explorer');
  const { openBillingExports } = await import('./open-billing-exports.ts');
  const opened = await openBillingExports({ source: [...options.source], provider: [] }, context);
  try {
    const found = await opened.source.commitments(period.range, { signal });
    const answer = { ...found, coverage: [], paid: { requests: 0, usd: money(0) } };
    return { name: opened.source.name, answer };
  } finally {
    await opened.close();
  }
}
