export { createRdsClient } from './client.ts';
export type * from './model.ts';
export {
  createRds,
  createRdsLimiters,
  type Rds,
  type RdsBucket,
  type RdsKind,
  type RdsSettings,
} from './rds.ts';
