import type { RequestMeter } from '@groundcrew/aws/cost-explorer';
import { type Money, money } from '../money/index.ts';
import { spendExceeded } from './errors.ts';

/** US dollars a request, and each further page is one (AWS Cost Management pricing, "Cost Explorer API"). */
export const usdPerRequest = money('0.01');

/** The price of a number of requests. */
export function priceOf(requests: number): { readonly requests: number; readonly usd: Money } {
  return { requests, usd: usdPerRequest.times(requests) };
}

/** Counts what a run spends, and stops it at its limit. */
export interface Spend {
  /** @throws GroundcrewError `cost.spend.exceeded` if this number of further requests would exceed the limit */
  check(requests: number): void;
  /** A meter for one query; its requests count here, too. */
  meter(): RequestMeter & { readonly requests: () => number };
}

/** @param maxUsd default: no limit */
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
