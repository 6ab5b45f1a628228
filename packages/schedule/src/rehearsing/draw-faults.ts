import type { LocalAccounts } from '@groundcrew/account/file';
import { HOUR_MS } from '../time/index.ts';

/** How often what is started meets a lack of capacity, which lasts for an hour. */
const WANT_CHANCE = 0.05;

interface Faulty {
  startFault?: 'capacity';
}

/** Draws, for each hour, which resources of a copy can't be started for lack of capacity; it reads that at each call. */
export function createCapacityFaults(
  { accounts }: LocalAccounts,
  random: () => number,
): (nowMs: number) => void {
  const entries = accounts.flatMap(({ regions }) =>
    Object.values(regions).flatMap(({ instances = [], dbInstances = [], autoScalingGroups = [] }) => [
      ...instances,
      ...dbInstances,
      ...autoScalingGroups,
    ]),
  ) as Faulty[];
  let drawnHour: number | undefined;
  return (nowMs) => {
    const hour = Math.floor(nowMs / HOUR_MS);
    if (hour === drawnHour) return;
    drawnHour = hour;
    for (const entry of entries) {
      if (random() < WANT_CHANCE) entry.startFault = 'capacity';
      else delete entry.startFault;
    }
  };
}
