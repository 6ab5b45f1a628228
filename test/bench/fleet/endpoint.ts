import { startLocal } from '@groundcrew/local';
import { type FleetSize, regionNames } from './fleet-size.ts';
import { startPageServer } from './page-server.ts';
import { recordPages } from './recorded-pages.ts';

// In a process of its own: the pages of an embedded AWS with one account and its instances, written before anybody asks.

const size = JSON.parse(process.argv[2] ?? '{}') as FleetSize;
const kinds = [
  { name: 'web-{n}', type: 'm7g.large', tags: { Project: 'shop', Team: 'web', Stage: 'prod' } },
  { name: 'batch-{n}', type: 'c7i.4xlarge', tags: { Project: 'shop', Team: 'data' }, lifecycle: 'spot' },
  { name: 'db-{n}', type: 'r7gd.2xlarge', tags: { Project: 'shop', Team: 'data', Stage: 'prod' } },
  { name: 'build-{n}', type: 't3.medium', tags: { Team: 'tools' }, state: 'stopped' },
] as const;

const regions = Object.fromEntries(
  regionNames.map((name, i) => {
    const count = (i === 0 ? size.first : size.others) / kinds.length;
    return [name, { instances: kinds.map((kind) => ({ ...kind, count })) }];
  }),
);
const local = await startLocal({ accounts: { accounts: [{ id: '123456789012', regions }] } });
const server = await startPageServer(await recordPages(local.endpoint), local.endpoint);
process.stdout.write(`${server.url}\n`);
process.stdin.resume().on('end', () => {
  server.close();
  void local.close();
});
