import { createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { type Resource, resourceLine, SNAPSHOT_FORMAT, snapshotText } from '@groundcrew/account';

const accountId = '123456789012';
const region = 'us-east-1';
const arnOf = (kind: string, id: string) => `arn:aws:ec2:${region}:${accountId}:${kind}/${id}`;
const idOf = (prefix: string, number: number) => `${prefix}-${number.toString(16).padStart(17, '0')}`;

/** Each lacks the keys of the policy, or has one of them misspelled: two in three of what can be wrong is. */
const tagsOf = (number: number): Readonly<Record<string, string>> => ({
  Name: `web-${number % 5_000}`,
  ...(number % 5 < 2 && { project: 'shop' }),
});

/** As many instances, volumes, interfaces and snapshots, each a quarter, in the order of a snapshot. */
function* resourcesOf(quarter: number): Generator<Resource> {
  const numbers = Array.from({ length: quarter }, (_, number) => number);
  const place = { accountId, region, createdAt: '2026-01-02T03:04:05.000Z' };
  const network = { subnet: arnOf('subnet', idOf('subnet', 1)), vpc: arnOf('vpc', idOf('vpc', 1)) };
  const make = (type: string, prefix: string, number: number, more: Partial<Resource>): Resource => {
    const id = idOf(prefix, number);
    return {
      ...place,
      type: `ec2:${type}`,
      id,
      arn: arnOf(type, id),
      tags: tagsOf(number),
      links: {},
      ...more,
    };
  };
  const ofInstance = (number: number) => ({ instance: arnOf('instance', idOf('i', number)) });
  for (const number of numbers) {
    const attributes = {
      type: 'm7g.large',
      state: 'running',
      ami: idOf('ami', number % 9),
      zone: `${region}a`,
      privateIps: [`10.${number >> 16}.${(number >> 8) & 255}.${number & 255}`],
      rootVolume: idOf('vol', number),
      networkInterface: idOf('eni', number),
    };
    yield make('instance', 'i', number, { links: network, attributes });
  }
  for (const number of numbers) {
    const attributes = { state: 'in-use', interfaceType: 'interface', zone: `${region}a` };
    yield make('network-interface', 'eni', number, {
      links: { ...network, ...ofInstance(number) },
      attributes,
    });
  }
  for (const number of numbers) {
    const attributes = { sizeGiB: 8, state: 'completed', encrypted: true };
    yield make('snapshot', 'snap', number, {
      links: { volume: arnOf('volume', idOf('vol', number)) },
      attributes,
    });
  }
  for (const number of numbers) {
    const attributes = { sizeGiB: 8, state: 'in-use', volumeType: 'gp3', zone: `${region}a` };
    yield make('volume', 'vol', number, { links: ofInstance(number), attributes });
  }
}

/** Writes a snapshot of `resources` resources of one region, a multiple of four. */
export async function writeBenchSnapshot(path: string, resources: number): Promise<void> {
  const coverage = ['instance', 'network-interface', 'snapshot', 'subnet', 'volume', 'vpc'].map((kind) => ({
    accountId,
    region,
    type: `ec2:${kind}`,
    status: 'listed' as const,
    resources: 0,
    unknown: 0,
  }));
  const header = {
    format: SNAPSHOT_FORMAT,
    takenAt: '2026-11-21T09:00:00.000Z',
    accounts: [{ id: accountId, alias: 'shop' }],
    resources,
    coverage,
  } as const;
  const file = createWriteStream(path);
  const lines = Array.from(resourcesOf(resources / 4), resourceLine);
  for (const piece of snapshotText(header, lines)) if (!file.write(piece)) await once(file, 'drain');
  file.end();
  await finished(file);
}

/** Three required keys, of which one has a misspelling: 2.8 violations a resource. */
export const BENCH_POLICY = `version: 1
keys:
  Project: { required: true, default: shop, values: { list: [shop, ops] } }
  Team: { required: true, default: web }
  Env: { required: true, default: prod }
`;
