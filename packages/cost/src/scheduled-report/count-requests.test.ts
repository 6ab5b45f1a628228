import { expect, it } from 'vitest';
import { countRequests } from './count-requests.ts';
import { createFakeCostExplorer } from './testing/fake-cost-explorer.ts';

const timePeriod = { start: '2026-11-01', end: '2026-11-02' };
const query = { timePeriod, granularity: 'DAILY', metrics: ['UnblendedCost'] } as const;

it('counts in addition to the meter of its caller', async () => {
  const { costExplorer, requests } = countRequests(createFakeCostExplorer().costExplorer);
  let own = 0;
  const meter = {
    begin: () => {
      own += 1;
    },
    refused: () => {},
  };

  await costExplorer.getCostAndUsage(query, { meter });
  await costExplorer.getCostAndUsage(query);
  await costExplorer.getCostForecast({ timePeriod, granularity: 'MONTHLY', metric: 'UNBLENDED_COST' });

  expect([requests(), own]).toEqual([3, 1]);
});

it('does not count throttled requests, nor what the other meter refuses', async () => {
  const { costExplorer: real } = createFakeCostExplorer();
  const { costExplorer, requests } = countRequests({
    ...real,
    async getTags(_, { meter } = {}) {
      meter?.begin();
      meter?.refused();
      meter?.begin();
      return [];
    },
  });
  const broke = {
    begin() {
      throw new Error('no money');
    },
    refused: () => {},
  };

  await costExplorer.getTags({ timePeriod });
  await expect(costExplorer.getCostAndUsage(query, { meter: broke })).rejects.toThrow('no money');

  expect(requests()).toBe(1);
});
