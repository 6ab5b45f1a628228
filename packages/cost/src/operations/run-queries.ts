import { isGroundcrewError, messageOf } from '@groundcrew/errors';
import type { AccountNames } from '../accounts/index.ts';
import { spendExceeded } from '../cost-explorer/errors.ts';
import type { CostAnswer, CostPrice, CostQuery, CostSource } from '../model.ts';
import { type Money, sumMoney } from '../money/index.ts';

const unsupportedDimensionCodes = ['cost.dimension.unsupported', 'cost.exports.dimension-absent'];

/** What every operation on costs needs: the source, and hooks for the surface that runs it. */
export interface QueryOptions {
  readonly source: CostSource;
  readonly signal?: AbortSignal | undefined;
  /** Names of accounts that the user gave; default: only those of the source. */
  readonly accountNames?: AccountNames | undefined;
  /** Maximum price of all queries of the operation, in US dollars; default: only the source's own limit. */
  readonly maxSpendUsd?: Money | undefined;
  /** Called with the price of all queries, before the first one; not called if they are free. */
  readonly onPrice?: ((price: CostPrice) => void) | undefined;
  /** Called with each query before it is sent. */
  readonly onQuery?: ((query: CostQuery) => void) | undefined;
}

/**
 * Answers to all queries, in their order. No query is sent unless all of them together are within `maxSpendUsd`.
 *
 * @param options.optionalPrice price of a later request that may be left out; announced if it is within the limit, too
 * @param options.refine changes a query by the answers before it, to one of the same price
 * @param options.instead the answer in place of one that failed; `undefined`: the error is thrown
 * @throws GroundcrewError `cost.spend.exceeded` before the first query, and those of the source
 */
export async function runQueries<const Queries extends readonly CostQuery[]>(
  queries: Queries,
  { source, signal, maxSpendUsd, onPrice, onQuery }: QueryOptions,
  {
    optionalPrice,
    refine = (query) => query,
    instead = () => undefined,
  }: {
    readonly optionalPrice?: CostPrice | undefined;
    readonly refine?: (query: CostQuery, index: number, answers: readonly CostAnswer[]) => CostQuery;
    readonly instead?: (error: unknown, index: number) => CostAnswer | undefined;
  } = {},
): Promise<{ readonly [Index in keyof Queries]: CostAnswer }> {
  const price = sumPrices(await Promise.all(queries.map((query) => source.price(query))));
  const exceeds = ({ usd, note }: CostPrice) =>
    // A price with a note is a minimum: the source checks the limit as it learns the rest.
    maxSpendUsd !== undefined && note === undefined && usd.gt(maxSpendUsd);
  if (exceeds(price)) throw spendExceeded(price.requests, price.usd, maxSpendUsd!);
  const whole = optionalPrice ? sumPrices([price, optionalPrice]) : price;
  const announced = exceeds(whole) ? price : whole;
  if (announced.requests > 0) onPrice?.(announced);
  const answers: CostAnswer[] = [];
  for (const [index, planned] of queries.entries()) {
    const query = refine(planned, index, answers);
    onQuery?.(query);
    try {
      answers.push(await source.query(query, signal && { signal }));
    } catch (error) {
      const answer = instead(error, index);
      if (answer === undefined) throw error;
      answers.push(answer);
    }
  }
  return answers as never;
}

/** Why the source can't group or filter by what the query names; `undefined`: it can. */
export async function unsupportedReason(source: CostSource, query: CostQuery): Promise<string | undefined> {
  try {
    await source.price(query);
    source.sql?.(query);
    return undefined;
  } catch (error) {
    if (!unsupportedDimensionCodes.some((code) => isGroundcrewError(error, code))) throw error;
    return messageOf(error);
  }
}

function sumPrices(prices: readonly CostPrice[]): CostPrice {
  const notes = [...new Set(prices.flatMap(({ note }) => note ?? []))];
  return {
    requests: prices.reduce((sum, { requests }) => sum + requests, 0),
    usd: sumMoney(prices.map(({ usd }) => usd)),
    ...(notes.length > 0 && { note: notes.join('; ') }),
  };
}
