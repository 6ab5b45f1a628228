import { writeUnitPrice } from '../load/estimate.ts';

/** What a backfill has used. */
export interface BackfillUse {
  readonly writeUnits: number;
  /** Milliseconds that functions worked. */
  readonly functionMs: number;
  /** Children of both maps. */
  readonly executions: number;
  readonly puts: number;
  readonly gets: number;
}

/**
 * List prices of us-east-1 in US dollars, arm64 functions; not looked up by the code. Looked up on 2026-11-30 in stored copies:
 *
 * - `perMillionTransitions`: AWS Step Functions pricing, "State transitions pricing table", US East (N. Virginia).
 * - `perGbSecond`, `perMillionPuts`, `perMillionGets`: the copies of AWS's own pages do not reach their tables; pages of others that quote them
 *   (2024 to 2026) agree. Unverified in so far.
 * - `perMillionUnits`: see `writeUnitPrice`.
 *
 * Left out, since it is below a hundredth of the transitions: 0.20 dollars for a million invocations of functions.
 */
const backfillPrices = {
  perMillionUnits: writeUnitPrice.dollarsPerMillionUnits,
  perGbSecond: 0.000_013_333_4,
  perMillionTransitions: 25,
  perMillionPuts: 5,
  perMillionGets: 0.4,
} as const;

/** Memory of both functions. */
const FUNCTION_GB = 1_769 / 1_024;
/** Of a child: its function, whether it continues, its end, and one to begin. */
const TRANSITIONS_EACH = 4;

/** About what a backfill costs: writes, functions, state transitions and requests; without free tiers. */
export function backfillCost(use: BackfillUse): number {
  const dollars =
    (use.writeUnits * backfillPrices.perMillionUnits) / 1e6 +
    (use.functionMs / 1_000) * FUNCTION_GB * backfillPrices.perGbSecond +
    (use.executions * TRANSITIONS_EACH * backfillPrices.perMillionTransitions) / 1e6 +
    (use.puts * backfillPrices.perMillionPuts) / 1e6 +
    (use.gets * backfillPrices.perMillionGets) / 1e6;
  return Number(dollars.toFixed(6));
}

/** What putting a shelf under the guard costs, if its item has less than 1 KB: two write units. */
export const DOLLARS_PER_MILLION_SHELVES = 2 * backfillPrices.perMillionUnits;
