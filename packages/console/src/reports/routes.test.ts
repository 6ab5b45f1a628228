import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import { expect, test, vi } from 'vitest';
import { findRoute } from '../route.ts';
import { createTexts } from '../texts.ts';
import type { ReportSource } from './report-commands.ts';
import type { ReportRuns } from './report-runs.ts';
import { reportRoutes } from './routes.ts';

const command = {
  description: '',
  arguments: [],
  options: { from: { type: 'text', value: 'PATH', description: 'x' } },
};
const networks = {
  commands: [
    {
      name: 'network check',
      title: 'report-network-check',
      section: '/networks',
      first: ['from'],
      load: undefined,
    },
  ],
  program: { commands: [{ name: 'network check', load: async () => ({ command }) }] },
  globalWords: ['--region', 'eu-west-1'],
} as unknown as ReportSource;

/** The body of a page of networks whose command failed. */
async function failed(query: string, language: 'en' | 'ko', message: string): Promise<string> {
  const run = {
    id: 'a1',
    words: [],
    atMs: 0,
    messages: '',
    state: { step: 'failed', message, code: undefined },
  };
  let body = '';
  const routes = reportRoutes({
    source: networks,
    runs: { find: () => run } as unknown as ReportRuns,
    render: (_, page) => {
      body = page.body.text;
      return { status: 200, headers: {}, body };
    },
  });
  const { route, params } = findRoute(routes, 'GET', '/networks')!;
  await route.handle({
    message: { headers: {} } as IncomingMessage,
    url: new URL(`http://127.0.0.1/networks?run=1${query}`),
    params,
    texts: createTexts(language),
    signal: new AbortController().signal,
  });
  return body;
}

test('why a command failed is in the language of the page, where the catalog has it', async () => {
  const message = 'which paths? Name a network file, a VPC (--vpc) or a path (--path)';
  expect(await failed('', 'ko', message)).toContain('<p>어떤 경로인지');
  expect(await failed('', 'en', message)).toContain(`<p><span lang="en">${message}</span></p>`);
  expect(await failed('', 'ko', 'something else')).toContain('<p><span lang="en">something else</span></p>');
});

test('the command line of saved networks names no account', async () => {
  expect(await failed('', 'en', 'x')).toContain('groundcrew network check --region eu-west-1');
  expect(await failed('&from=saved', 'en', 'x')).not.toContain('--region');
});

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
