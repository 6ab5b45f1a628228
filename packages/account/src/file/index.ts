export type {
  AccountInstance,
  AccountResource,
  InstanceStateName,
  LocalAccount,
  LocalAccounts,
  LocalRegion,
  LocalRole,
  OtherResource,
  OptInStatus,
} from './account-file.ts';
export {
  type DeniableService,
  type DescribedList,
  type DescribedResource,
  type DescribedType,
  describedListNames,
  describedLists,
} from './described-lists.ts';
export { describeSnapshot, type DescribedSnapshot } from './describe-snapshot.ts';
export { isDenied } from './described-resources.ts';
export { parseAccounts } from './parse-accounts.ts';
export { factsOfRegion, regionTable } from './regions.ts';
export {
  type Ec2Kind,
  kindOfId,
  kindOfReference,
  type Reference,
  type ResourceKind,
  resourceKindNames,
  resourceKinds,
} from './resource-kinds.ts';
export { accountsSchema } from './schema.ts';
export type { AccountDbCluster, AccountDbInstance, AccountGroup } from './scheduled-lists.ts';
