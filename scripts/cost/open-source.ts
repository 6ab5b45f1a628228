import { usageError } from '@groundcrew/cli';
import { spendExceeded } from '@groundcrew/cost/cost-explorer';
import type { CostAnswer, CostQuery } from '@groundcrew/cost/model';
import { formatMoney, type Money, sumMoney } from '@groundcrew/cost/money';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import { countOf } from '../tags/count-of.ts';
import { readAmount } from './read-amount.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

const COST_EXPLORER = 'cost-explorer';
const ATHENA = 'athena';
const unknownDimensionCodes = ['cost.dimension.unsupported', 'cost.exports.dimension-absent'];

/** The source of one run. */
export interface OpenSource {
  readonly name: string;
  /** Why it can't tell costs apart, or choose them, by what the query names; `undefined`: it can. */
  unsupportedReason(query: CostQuery): Promise<string | undefined>;
  /**
   * Answers to all of them, in their order. What they cost together is told before the first one is asked.
   *
   * @throws GroundcrewError `cost.spend.exceeded` before anything is asked, and those of the source
   */
  ask<const Queries extends readonly CostQuery[]>(
    queries: Queries,
  ): Promise<{ readonly [Index in keyof Queries]: CostAnswer }>;
  close(): Promise<void>;
}

export function asksCostExplorer({ source }: Pick<SourceOptions, 'source'>): boolean {
  return source.length === 0 || source.includes(COST_EXPLORER);
}

/**
 * Opens what `--source` names. Nothing that reads another source is loaded: neither an SDK client nor DuckDB.
 *
 * @throws GroundcrewError `cli.usage`, and those of the source
 */
export async function openSource(options: SourceOptions, context: SourceContext): Promise<OpenSource> {
  const { io, signal } = context;
  assertCompatible(options);
  const maxSpend = readAmount('--max-spend', options.maxSpend);
  const { source, close } = await openNamed(options, maxSpend, context);

  async function printPrice(queries: readonly CostQuery[]): Promise<void> {
    const prices = await Promise.all(queries.map((query) => source.price(query)));
    const requests = prices.reduce((sum, price) => sum + price.requests, 0);
    if (requests === 0) return;
    const notes = [...new Set(prices.flatMap(({ note }) => note ?? []))];
    if (notes.length > 0) {
      io.stderr.write(`${source.name}: ${[countOf(requests, 'request'), ...notes].join('; ')}\n`);
      return;
    }
    const usd = sumMoney(prices.map((price) => price.usd));
    if (usd.gt(maxSpend)) throw spendExceeded(requests, usd, maxSpend);
    io.stderr.write(`${source.name}: ${countOf(requests, 'request')}, ${formatMoney(usd, 'USD')}\n`);
  }

  return {
    name: source.name,
    async unsupportedReason(query) {
      try {
        await source.price(query);
        source.sql?.(query);
        return undefined;
      } catch (error) {
        const isUnknown = unknownDimensionCodes.some((code) => isGroundcrewError(error, code));
        if (!isUnknown) throw error;
        return messageOf(error);
      }
    },
    async ask(queries) {
      await printPrice(queries);
      const answers: CostAnswer[] = [];
      for (const query of queries) {
        if (options.showSql && source.sql) io.stderr.write(`${source.sql(query)};\n\n`);
        answers.push(await source.query(query, { signal }));
      }
      return answers as never;
    },
    async close() {
      await close();
    },
  };
}

async function openNamed(
  options: SourceOptions,
  maxSpend: Money,
  context: SourceContext,
): Promise<SourceHandle> {
  if (asksCostExplorer(options))
    return (await import('./open-cost-explorer.ts')).openCostExplorer(maxSpend, options, context);
  if (options.source.includes(ATHENA))
    return (await import('./open-athena.ts')).openAthena(maxSpend, options, context);
  return (await import('./open-billing-exports.ts')).openBillingExports(options, context);
}

/** Two sources would count costs twice; an option of another source would be without effect. */
function assertCompatible(options: SourceOptions): void {
  const isCostExplorer = asksCostExplorer(options);
  for (const alone of [COST_EXPLORER, ATHENA])
    if (options.source.includes(alone) && options.source.length > 1)
      throw usageError(`--source ${alone} goes with no other source: costs would be counted twice`);
  if (isCostExplorer && options.provider.length > 0)
    throw usageError('--provider is for FOCUS exports; Cost Explorer knows AWS alone');
  if (isCostExplorer && options.showSql)
    throw usageError('--show-sql is for billing exports; Cost Explorer is not asked in SQL');
  const { athenaTable, athenaWorkgroup, athenaOutput } = options;
  if (!options.source.includes(ATHENA) && (athenaTable ?? athenaWorkgroup ?? athenaOutput) !== undefined)
    throw usageError(`--athena-table, --athena-workgroup and --athena-output go with --source ${ATHENA}`);
}
