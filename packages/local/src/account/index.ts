export type {
  AccountInstance,
  InstanceStateName,
  LocalAccount,
  LocalAccounts,
  LocalRegion,
  LocalRole,
  OptInStatus,
} from './account.ts';
export type { InstanceDetails, NetworkDetails } from './details.ts';
export { createOrganization, type Organization } from './organization.ts';
export { parseAccounts } from './parse-accounts.ts';
export type { RegionInstances } from './region-instances.ts';
