import { GroundcrewError } from '@groundcrew/errors';
import type { AccountInstance, LocalAccounts } from './account.ts';
import { flawOfDescribed } from './described-resources.ts';
import { flawOfNameAndZone, flawOfResources } from './resource-flaws.ts';
import { accountsSchema } from './schema.ts';
import { type Flaw, firstFlaw } from './validate.ts';

/**
 * Reads a parsed account file.
 *
 * @throws GroundcrewError `local.account.invalid`: where in the document, what stands there, and what has to.
 */
export function parseAccounts(json: unknown): LocalAccounts {
  const flaw = firstFlaw(json, accountsSchema) ?? flawBeyondSchema(json as LocalAccounts);
  if (flaw) throw invalid(flaw);
  return { accounts: (json as LocalAccounts).accounts };
}

/** What a schema can't say. */
function flawBeyondSchema({ accounts }: LocalAccounts): Flaw | undefined {
  const accountIds = new Set<string>();
  const instanceIds = new Set<string>();
  const bucketNames = new Set<string>();
  for (const [accountIndex, { id, regions }] of accounts.entries()) {
    if (accountIds.has(id))
      return { path: `accounts[${accountIndex}].id`, value: id, wanted: 'the only one of its kind' };
    accountIds.add(id);
    for (const [name, region] of Object.entries(regions)) {
      const regionPath = `accounts[${accountIndex}].regions["${name}"]`;
      const described = flawOfDescribed(region, regionPath, bucketNames);
      if (described) return described;
      const flawed = flawOfResources(region, name, regionPath);
      if (flawed) return flawed;
      const { instances = [] } = region;
      for (const [index, instance] of instances.entries()) {
        const path = `${regionPath}.instances[${index}]`;
        const flaw = flawOfInstance(instance, name, path);
        if (flaw) return flaw;
        if (instance.id === undefined) continue;
        if (instanceIds.has(instance.id)) {
          return { path: `${path}.id`, value: instance.id, wanted: 'the only one of its kind' };
        }
        instanceIds.add(instance.id);
      }
    }
  }
  return undefined;
}

function flawOfInstance(instance: AccountInstance, region: string, path: string): Flaw | undefined {
  const { id, count, privateIps = [], publicIp, launchTime } = instance;
  if (count !== undefined && count > 1) {
    if (id !== undefined) return { path: `${path}.id`, value: id, wanted: 'left out beside count' };
    if (privateIps.length > 0) {
      return { path: `${path}.privateIps`, value: privateIps, wanted: 'left out beside count' };
    }
    if (typeof publicIp === 'string') {
      return { path: `${path}.publicIp`, value: publicIp, wanted: 'true, or left out, beside count' };
    }
  }
  const common = flawOfNameAndZone(instance, region, path);
  if (common) return common;
  if (launchTime !== undefined && Number.isNaN(Date.parse(launchTime))) {
    return { path: `${path}.launchTime`, value: launchTime, wanted: 'a date that there is' };
  }
  for (const address of [...privateIps, ...(typeof publicIp === 'string' ? [publicIp] : [])]) {
    if (address.split('.').some((part) => Number(part) > 255)) {
      return { path, value: address, wanted: 'an IPv4 address' };
    }
  }
  return undefined;
}

function invalid({ path, value, wanted }: Flaw): GroundcrewError {
  const written = JSON.stringify(value) ?? 'nothing';
  const quoted = written.length > 80 ? `${written.slice(0, 80)}…` : written;
  const place = path === '' ? 'the document' : path;
  return new GroundcrewError(
    'local.account.invalid',
    `${quoted} at ${place} of the account file has to be ${wanted}; correct it there`,
    { details: { path: place } },
  );
}
