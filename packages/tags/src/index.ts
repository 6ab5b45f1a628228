export * from './applying/index.ts';
export * from './audit/index.ts';
export * from './collecting/index.ts';
export * from './creation/index.ts';
export * from './grouping/index.ts';
export type * from './model.ts';
export * from './planning/index.ts';
export * from './policy/index.ts';
export * from './scheduled-audit/index.ts';
export * from './snapshot/index.ts';
export { readStoredPolicy } from './stored-policy.ts';
export {
  createTagClients,
  type TagClientSettings,
  type TagClients,
  type TagLimiters,
} from './tag-clients.ts';
