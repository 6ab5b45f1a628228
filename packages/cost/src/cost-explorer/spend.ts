import type { RequestMeter } from '@groundcrew/aws/cost-explorer';
import { type Money, money } from '../money/index.ts';
import { spendExceeded } from './errors.ts';

/** US dollars a request, and each further page is one (AWS Cost Management pricing, "Cost Explorer API"). */
export const usdPerRequest = money('0.01');

/** What so many requests cost. */
export function priceOf(requests: number): { readonly requests: number; readonly usd: Money } {
  return { requests, usd: usdPerRequest.times(requests) };
}

/** Counts what a run spends, and stops it at its cap. */
export interface Spend {
  /** @throws GroundcrewError `cost.spend.exceeded` where so many more would be too many */
  check(requests: number): void;
  /** A meter of its own for one query; what it counts counts here, too. */
  meter(): RequestMeter & { readonly requests: () => number };
}

/** @param maxUsd left out: no cap */
export function createSpend(maxUsd?: Money): Spend {
  let total = 0;
  function check(requests: number): void {
    const { requests: all, usd } = priceOf(total + requests);
    if (maxUsd !== undefined && requests > 0 && usd.gt(maxUsd)) throw spendExceeded(all, usd, maxUsd);
  }
  return {
    check,
    meter() {
      let own = 0;
      return {
        begin() {
          check(1);
          total += 1;
          own += 1;
        },
        refused() {
          total -= 1;
          own -= 1;
        },
        requests: () => own,
      };
    },
  };
}
