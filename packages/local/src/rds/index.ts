export type { DatabaseDelays } from './database-states.ts';
export { createRds, type RdsOptions } from './rds.ts';
