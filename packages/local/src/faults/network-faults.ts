import type { NetworkFaults } from '../ec2/network/options.ts';
import type { NetworkFaultOptions } from './network-options.ts';

/** @param chance whether a fault happens to a call of a caller */
export function createNetworkFaults(
  options: NetworkFaultOptions,
  chance: (caller: string, rate: number | undefined, purpose: string) => boolean,
): NetworkFaults {
  const { lateIdsMs = 2_000, lateReadsMs = 2_000, natSlowMs = 600_000, lingerMs = 600_000 } = options;
  return {
    lateMs: (caller) => (chance(caller, options.lateIds, 'late ids') ? lateIdsMs : 0),
    staleMs: (caller) => (chance(caller, options.lateReads, 'late reads') ? lateReadsMs : 0),
    natFails: (caller) => chance(caller, options.natFail, 'nat fail'),
    natSlowMs: (caller) => (chance(caller, options.natSlow, 'nat slow') ? natSlowMs : 0),
    lingerMs: () => (chance('service', options.linger, 'linger') ? lingerMs : 0),
  };
}
