import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { findRoute } from '../route.ts';
import { createTexts } from '../texts.ts';
import type { ReportSource } from './report-commands.ts';
import type { ReportRuns } from './report-runs.ts';
import { reportRoutes } from './routes.ts';

const source = {
  commands: [{ name: 'cost diff', title: 'report-cost-diff', section: '/costs', first: [] }],
} as unknown as ReportSource;

test.each([
  ['/costs?c=cost+diff&run=1', '/costs?c=cost+diff&run=1'],
  ['//elsewhere.example/?c=cost+diff', '/costs?c=cost+diff'],
  ['/costs?c=unknown', '/shelves'],
  ['http://[', '/shelves'],
])('a run that is stopped from %s leads back to %s', async (address, location) => {
  const stop = vi.fn<ReportRuns['stop']>();
  const routes = reportRoutes({ source, runs: { stop } as unknown as ReportRuns, render: vi.fn() });
  const { route, params } = findRoute(routes, 'POST', '/reports/a1/stop')!;
  const message = Readable.from([Buffer.from(new URLSearchParams({ address }).toString())]);
  const response = await route.handle({
    message: message as IncomingMessage,
    url: new URL('http://127.0.0.1/reports/a1/stop'),
    params,
    texts: createTexts('en'),
    signal: new AbortController().signal,
  });
  expect(stop).toHaveBeenCalledWith('a1');
  expect(response).toMatchObject({ status: 303, headers: { location } });
});
