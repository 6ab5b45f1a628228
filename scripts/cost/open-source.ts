import { readFile } from 'node:fs/promises';
import { usageError } from '@groundcrew/cli';
import { parseAccountNames } from '@groundcrew/cost/accounts';
import { formatMoney, type Money } from '@groundcrew/cost/money';
import type { QueryOptions } from '@groundcrew/cost/operations';
import { messageOf } from '@groundcrew/errors';
import { countOf } from '@groundcrew/report';
import { readAmount } from './read-amount.ts';
import type { SourceContext, SourceHandle } from './source-handle.ts';
import type { SourceOptions } from './source-options.ts';

const COST_EXPLORER = 'cost-explorer';
const ATHENA = 'athena';
/** The source of one run. */
export interface OpenedCostSource {
  readonly name: string;
  /** For the operations: the source, with its price printed to standard error before the first query. */
  readonly queryOptions: QueryOptions;
  close(): Promise<void>;
}

export function usesCostExplorer({ source }: Pick<SourceOptions, 'source'>): boolean {
  return source.length === 0 || source.includes(COST_EXPLORER);
}

/**
 * Opens the source of `--source`. Code for other sources is not loaded: neither an SDK client nor DuckDB.
 *
 * @throws GroundcrewError `cli.usage`, and those of the source
 */
export async function openSource(options: SourceOptions, context: SourceContext): Promise<OpenedCostSource> {
  const { io, signal } = context;
  assertCompatible(options);
  const maxSpend = readAmount('--max-spend', options.maxSpend);
  const accountNames = await readAccountNames(options.accountNames);
  const { source, close } = await openNamed(options, maxSpend, context);

  return {
    name: source.name,
    queryOptions: {
      source,
      signal,
      accountNames,
      maxSpendUsd: maxSpend,
      onPrice({ requests, usd, note }) {
        const asked = `${source.name}: ${countOf(requests, 'request')}`;
        io.stderr.write(
          note === undefined ? `${asked}, ${formatMoney(usd, 'USD')}\n` : `${asked}; ${note}\n`,
        );
      },
      onQuery(query) {
        if (options.showSql && source.sql) io.stderr.write(`${source.sql(query)};\n\n`);
      },
    },
    async close() {
      await close();
    },
  };
}

/** @throws GroundcrewError `cli.usage`, `cost.account-names.invalid` */
async function readAccountNames(file: string | undefined) {
  if (file === undefined) return undefined;
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw usageError(`--account-names "${file}" can't be read: ${messageOf(error)}`);
  });
  return parseAccountNames(text, file);
}

async function openNamed(
  options: SourceOptions,
  maxSpend: Money,
  context: SourceContext,
): Promise<SourceHandle> {
  if (usesCostExplorer(options))
    return (await import('./open-cost-explorer.ts')).openCostExplorer(maxSpend, options, context);
  if (options.source.includes(ATHENA))
    return (await import('./open-athena.ts')).openAthena(maxSpend, options, context);
  return (await import('./open-billing-exports.ts')).openBillingExports(options, context);
}

/** Two sources would count costs twice; an option of another source would have no effect. */
function assertCompatible(options: SourceOptions): void {
  const isCostExplorer = usesCostExplorer(options);
  for (const alone of [COST_EXPLORER, ATHENA])
    if (options.source.includes(alone) && options.source.length > 1)
      throw usageError(
        `--source ${alone} can't be combined with another source: costs would be counted twice`,
      );
  if (isCostExplorer && options.provider.length > 0)
    throw usageError('--provider is for FOCUS exports; Cost Explorer has only charges of AWS');
  if (isCostExplorer && options.showSql)
    throw usageError('--show-sql is for billing exports and Athena; Cost Explorer has no SQL');
  const { athenaTable, athenaWorkgroup, athenaOutput } = options;
  if (!options.source.includes(ATHENA) && (athenaTable ?? athenaWorkgroup ?? athenaOutput) !== undefined)
    throw usageError(`--athena-table, --athena-workgroup and --athena-output are for --source ${ATHENA}`);
}
