export { type AthenaSource, type AthenaSourceOptions, createAthenaSource } from './athena-source.ts';
