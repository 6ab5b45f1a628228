import type { CallOptions, CostExplorer, RequestMeter } from '@groundcrew/aws/cost-explorer';

/** Cost Explorer, and how many requests to it were paid for. */
export interface CountedCostExplorer {
  readonly costExplorer: CostExplorer;
  readonly requests: () => number;
}

/** Counts what is asked, whoever asks it and whether it is answered: a request that fails may be paid for, too. */
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
