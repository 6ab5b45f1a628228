export { type Athena, type AthenaSettings, createAthena } from './athena.ts';
export { billedBytes, TERABYTE, USD_PER_TERABYTE } from './billed-bytes.ts';
export { createAthenaClient } from './client.ts';
export type { AthenaQuery, QueryRun, TableColumn, TableDescription, TableName } from './model.ts';
