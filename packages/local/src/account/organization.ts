import {
  factsOfRegion,
  type LocalAccount,
  type LocalAccounts,
  type LocalRegion,
  type OptInStatus,
  regionTable,
} from '@groundcrew/account/file';
import type { InstanceDetails } from './details.ts';
import { createRegionInstances, type RegionInstances } from './region-instances.ts';
import { createRegionResources, type RegionResources } from './region-resources.ts';

/** Accounts, with generated values for all that their description omits. */
export interface Organization {
  readonly accounts: readonly LocalAccount[];
  /** Whether they belong together in AWS Organizations. */
  readonly isOrganization: boolean;
  account(id: string): LocalAccount | undefined;
  /** All regions of AWS and those described, with their state in the account. */
  regions(accountId: string): readonly { readonly name: string; readonly optIn: OptInStatus }[];
  /** The description of a region; `undefined`: neither described nor a region of AWS. */
  region(accountId: string, name: string): (LocalRegion & { readonly optIn: OptInStatus }) | undefined;
  instances(accountId: string, region: string): RegionInstances;
  /** EC2 resources other than instances. */
  resources(accountId: string, region: string): RegionResources;
  /** The instance with this id, wherever it is. */
  findInstance(id: string): InstanceDetails | undefined;
}

export function createOrganization({
  accounts,
  organization = accounts.length > 1,
}: LocalAccounts): Organization {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const cache = new Map<string, { instances: RegionInstances; resources: RegionResources }>();

  const region: Organization['region'] = (accountId, name) => {
    const described = byId.get(accountId)?.regions[name];
    if (!described && !regionTable.has(name)) return undefined;
    return { ...described, optIn: described?.optIn ?? defaultOptIn(name, described) };
  };

  function regionResources(accountId: string, name: string) {
    const key = `${accountId} ${name}`;
    let found = cache.get(key);
    if (!found) {
      const account = byId.get(accountId) ?? { id: accountId, regions: {} };
      const instances = createRegionInstances(account, name);
      found = { instances, resources: createRegionResources(account, name, instances) };
      cache.set(key, found);
    }
    return found;
  }
  const instances: Organization['instances'] = (accountId, name) =>
    regionResources(accountId, name).instances;

  return {
    accounts,
    isOrganization: organization,
    account: (id) => byId.get(id),
    region,
    regions(accountId) {
      const names = new Set([...regionTable.keys(), ...Object.keys(byId.get(accountId)?.regions ?? {})]);
      return [...names].map((name) => ({ name, optIn: region(accountId, name)!.optIn }));
    },
    instances,
    resources: (accountId, name) => regionResources(accountId, name).resources,
    findInstance(id) {
      for (const account of accounts) {
        for (const name of Object.keys(account.regions)) {
          const all = instances(account.id, name);
          const position = all.positionOf(id);
          if (position !== undefined) return all.at(position);
        }
      }
      return undefined;
    },
  };
}

/** An opt-in region with described resources counts as opted in. */
function defaultOptIn(name: string, described: LocalRegion | undefined): OptInStatus {
  const { optIn } = factsOfRegion(name);
  const hasResources = Object.values(described ?? {}).some((part) => Array.isArray(part));
  return optIn === 'not-opted-in' && hasResources ? 'opted-in' : optIn;
}
