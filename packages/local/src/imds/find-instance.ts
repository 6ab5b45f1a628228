import { GroundcrewError } from '@groundcrew/errors';
import { createOrganization, type InstanceDetails, type LocalAccounts } from '../account/index.ts';

/**
 * The instance with this id in the accounts, as EC2 returns it.
 *
 * @throws GroundcrewError `local.imds.no-such-instance`, `local.imds.not-running`
 */
export function findInstance(accounts: LocalAccounts, instanceId: string): InstanceDetails {
  const organization = createOrganization(accounts);
  const found = organization.findInstance(instanceId);
  if (!found) {
    const some = someIds(accounts);
    throw new GroundcrewError(
      'local.imds.no-such-instance',
      `the account file has no instance "${instanceId}"; ` +
        (some.length === 0 ? 'it has none at all' : `for example: ${some.join(', ')}`),
    );
  }
  if (!found.network || found.state === 'stopped') {
    throw new GroundcrewError(
      'local.imds.not-running',
      `the instance "${instanceId}" is ${found.state}, so it has no metadata service; choose a running one`,
    );
  }
  return found;
}

const SHOWN_IDS = 5;

/** Ids and names of the first running instances. */
function someIds(accounts: LocalAccounts): string[] {
  const organization = createOrganization(accounts);
  const shown: string[] = [];
  for (const { id, regions } of accounts.accounts) {
    for (const region of Object.keys(regions)) {
      const instances = organization.instances(id, region);
      for (let position = 0; position < instances.size; position++) {
        if (shown.length === SHOWN_IDS) return [...shown, '…'];
        const { id: instanceId, state, tags } = instances.at(position);
        if (state === 'running') shown.push(tags.Name ? `${instanceId} (${tags.Name})` : instanceId);
      }
    }
  }
  return shown;
}
