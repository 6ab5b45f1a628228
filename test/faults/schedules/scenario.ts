import type { AccountDbInstance, AccountGroup, AccountInstance, LocalAccounts } from '@groundcrew/local';

export const accountId = '111122223333';
export const region = 'us-east-1';

/** Few transitions in a year, so that one is played in seconds: a week each, and two weeks without. */
export const scheduleText = `version: 1
zone: America/New_York
schedules:
  office:
    skip: 12-18..01-03
    windows: [{ days: mon, from: 08:00, to: fri 20:00 }]
  manual:
    mode: respect-manual
    skip: 07-10..07-24
    windows: [{ days: mon, from: 08:00, to: fri 20:00 }]
limits: { stopPercent: 100 }
`;

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] };

/** What a seed's faults change while the year passes: the embedded AWS reads them at each call. */
export interface Fleet {
  readonly accounts: LocalAccounts;
  readonly instances: readonly Mutable<AccountInstance>[];
  readonly databases: readonly Mutable<AccountDbInstance>[];
  readonly groups: readonly Mutable<AccountGroup>[];
}

export function createFleet(): Fleet {
  const on = (Schedule: 'office' | 'manual') => ({ tags: { Schedule } });
  const instances = [
    { id: 'i-00000001', type: 't3.micro', ...on('office') },
    { id: 'i-00000002', type: 't3.micro', hibernation: true, ...on('office') },
    { id: 'i-00000003', type: 't3.micro', ...on('manual') },
  ];
  const databases = [
    { name: 'shop', ...on('office') },
    { name: 'books', ...on('manual') },
  ];
  const groups = [
    { name: 'web', min: 1, desired: 2, max: 4, ...on('office') },
    { name: 'api', min: 0, desired: 1, max: 1, ...on('manual') },
  ];
  const lists = {
    instances,
    dbInstances: databases,
    dbClusters: [{ name: 'orders', ...on('office') }],
    autoScalingGroups: groups,
  };
  return {
    accounts: { accounts: [{ id: accountId, regions: { [region]: lists } }] },
    instances,
    databases,
    groups,
  };
}
