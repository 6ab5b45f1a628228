import { type AccountNames, idsOfAccounts } from '../accounts/index.ts';
import type { CostQuery } from '../model.ts';
import type { QueryOptions } from './run-queries.ts';

const noNames: AccountNames = new Map();

/**
 * The names of accounts, if the query has to do with accounts: those of the surface, and those of the source. With its
 * filters by id, where they name an account.
 */
export async function withAccountNames<
  Query extends Pick<CostQuery, 'by'> & { readonly filters?: CostQuery['filters'] },
>(
  query: Query,
  { source, accountNames, signal }: QueryOptions,
): Promise<{ readonly query: Query; readonly accountNames: AccountNames }> {
  const { by, filters = [] } = query;
  const isWanted = by.includes('account') || filters.some(({ dimension }) => dimension === 'account');
  if (!isWanted) return { query, accountNames: noNames };
  const own = await source.accountNames?.(signal && { signal });
  const names = new Map([...(own ?? []), ...(accountNames ?? [])]);
  return { query: { ...query, filters: idsOfAccounts(filters, names) }, accountNames: names };
}
