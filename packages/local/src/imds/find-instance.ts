import { GroundcrewError } from '@groundcrew/errors';
import { createOrganization, type InstanceDetails, type LocalAccounts } from '../account/index.ts';

/**
 * The instance of the accounts with this id, as EC2 tells of it.
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
      `there is no instance "${instanceId}" in the account file; ` +
        (some.length === 0 ? 'there is none at all' : `there is ${some.join(', ')}`),
    );
  }
  if (!found.network || found.state === 'stopped') {
    throw new GroundcrewError(
      'local.imds.not-running',
      `the instance "${instanceId}" is ${found.state}, so there is nothing on it that could ask; choose another one`,
    );
  }
  return found;
}

const SHOWN_IDS = 5;

/** Ids of the first instances that run, and the names that tell which they are. */
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
