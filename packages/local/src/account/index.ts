export {
  type AccountDbCluster,
  type AccountDbInstance,
  type AccountGroup,
  type AccountInstance,
  type AccountResource,
  type DeniableService,
  type DescribedList,
  type DescribedResource,
  type DescribedType,
  describedListNames,
  describedLists,
  type Ec2Kind,
  type InstanceStateName,
  isDenied,
  kindOfId,
  type LocalAccount,
  type LocalAccounts,
  type LocalRegion,
  type LocalRole,
  type OptInStatus,
  type OtherResource,
  parseAccounts,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from '@groundcrew/account/file';
export type { InstanceChange, InstanceDetails, NetworkDetails } from './details.ts';
export { createOrganization, type Organization } from './organization.ts';
export type { RegionInstances } from './region-instances.ts';
export type { RegionResources, ResourceTable } from './region-resources.ts';
export type { ResourceDetails } from './resource-details.ts';
