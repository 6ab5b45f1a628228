import { startLocal } from '@groundcrew/local';
import { type FleetSize, regionNames } from './fleet-size.ts';

// In a process of its own: an embedded AWS with one account and its instances, and EC2's token buckets.

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
const local = await startLocal({
  accounts: { accounts: [{ id: '123456789012', regions }] },
  ec2Buckets: true,
});
process.stdout.write(`${local.endpoint}\n`);
process.stdin.resume().on('end', () => void local.close());
