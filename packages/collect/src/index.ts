export { type Collection, collectAccount } from './collect-account.ts';
export type { AccountIdentity, CollectDeps, CollectProgress, CollectScope } from './deps.ts';
export { noLinks, noTags } from './empty.ts';
export { isListedType } from './listed-types.ts';
export {
  REGION_PERMISSION,
  TAGGING_PERMISSION,
  type TypePermissions,
  typePermissions,
} from './permissions.ts';
export { readListedTags } from './read-listed-tags.ts';
export { readNativeTags } from './read-native-tags.ts';
export { createSnapshotLines, type SnapshotLines } from './snapshot-lines.ts';
