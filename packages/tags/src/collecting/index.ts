export { collectTags } from './collect-tags.ts';
export type { AccountIdentity, CollectDeps, CollectProgress, CollectScope } from './deps.ts';
export {
  regionPermission,
  type TypePermissions,
  taggingPermission,
  typePermissions,
} from './permissions.ts';
export { readNativeTags } from './read-native-tags.ts';
