export { collectTags } from './collect-tags.ts';
export type { AccountIdentity, CollectDeps, CollectProgress, CollectScope } from './deps.ts';
export {
  REGION_PERMISSION,
  TAGGING_PERMISSION,
  type TypePermissions,
  typePermissions,
} from './permissions.ts';
export { readNativeTags } from './read-native-tags.ts';
