import { planAddresses } from '@groundcrew/network/addresses';
import { applyChange, emptyState, type NetworkState, planNetwork, vpcOf } from '@groundcrew/network/desired';
import { parseNetwork } from '@groundcrew/network/file';
import { type BenchOptions, type BenchRow, median } from '../bench-row.ts';

/** A network of this many subnets that gets a tier and a zone: reading its file, and planning addresses and changes. */
export function benchGrowth({ short, printLine }: BenchOptions): BenchRow[] {
  const [tiers, zones] = short ? [4, 2] : [40, 5];
  printLine(`a tier and a zone more in a network of ${tiers * zones} subnets …`);
  const state = plan(networkText(tiers, zones), emptyState).changes.reduce<NetworkState>(
    (now, change) => applyChange(now, change, () => `id-${now.items.size}`),
    emptyState,
  );
  const subnets = [...state.items.values()].filter(({ kind }) => kind === 'subnet').length;
  const grown = networkText(tiers + 1, zones + 1);
  let changes = 0;
  const times = Array.from({ length: 5 }, () => {
    const startedAt = performance.now();
    const planned = plan(grown, state).changes;
    changes = planned.length;
    if (planned.some(({ action, interrupts }) => action === 'remove' || interrupts))
      throw new Error('growth moved something');
    return performance.now() - startedAt;
  });
  return [
    {
      name: `plan of a tier and a zone more in ${subnets} subnets, ${changes} changes`,
      value: median(times),
      unit: 'ms',
    },
  ];
}

function plan(text: string, state: NetworkState) {
  const file = parseNetwork(text, { file: 'network.json' });
  const vpc = vpcOf(state);
  return planNetwork(file, planAddresses(file, vpc ? { vpc } : {}), state);
}

function networkText(tiers: number, zones: number): string {
  const tier = (at: number) => [`tier-${at}`, { access: at === 0 ? 'public' : 'private', share: '1/64' }];
  return JSON.stringify({
    version: 1,
    name: 'bench',
    region: 'us-east-1',
    cidr: '10.0.0.0/16',
    zones: Array.from({ length: zones }, (_, at) => `use1-az${at + 1}`),
    roomForZones: 8,
    tiers: Object.fromEntries(Array.from({ length: tiers }, (_, at) => tier(at))),
    nat: 'per-zone',
  });
}
