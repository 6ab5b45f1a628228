export type {
  AccountInstance,
  AccountResource,
  InstanceStateName,
  LocalAccount,
  LocalAccounts,
  LocalRegion,
  LocalRole,
  OptInStatus,
} from './account.ts';
export {
  type DeniableService,
  type DescribedList,
  type DescribedResource,
  type DescribedType,
  describedListNames,
  describedLists,
} from './described-lists.ts';
export { isDenied } from './described-resources.ts';
export type { InstanceChange, InstanceDetails, NetworkDetails } from './details.ts';
export { createOrganization, type Organization } from './organization.ts';
export { parseAccounts } from './parse-accounts.ts';
export type { RegionInstances } from './region-instances.ts';
export type { RegionResources, ResourceTable } from './region-resources.ts';
export type { ResourceDetails } from './resource-details.ts';
export {
  type Ec2Kind,
  kindOfId,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from './resource-kinds.ts';
export type { AccountDbCluster, AccountDbInstance, AccountGroup } from './scheduled-lists.ts';
