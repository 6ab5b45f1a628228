import type { CallOptions, CostExplorer, RequestMeter } from '@groundcrew/aws/cost-explorer';

/** Cost Explorer, and the number of its paid requests. */
export interface CountedCostExplorer {
  readonly costExplorer: CostExplorer;
  readonly requests: () => number;
}

/** Counts the requests of all callers, also failed ones: a request that fails may be charged, too. */
export function countRequests(costExplorer: CostExplorer): CountedCostExplorer {
  let requests = 0;

  function counted(options: CallOptions = {}): CallOptions {
    const { meter } = options;
    const both: RequestMeter = {
      begin() {
        meter?.begin();
        requests += 1;
      },
      refused() {
        meter?.refused();
        requests -= 1;
      },
    };
    return { ...options, meter: both };
  }

  return {
    requests: () => requests,
    costExplorer: {
      getCostAndUsage: (query, options) => costExplorer.getCostAndUsage(query, counted(options)),
      getCostForecast: (query, options) => costExplorer.getCostForecast(query, counted(options)),
      getTags: (query, options) => costExplorer.getTags(query, counted(options)),
      getDimensionValues: (query, options) => costExplorer.getDimensionValues(query, counted(options)),
    },
  };
}
