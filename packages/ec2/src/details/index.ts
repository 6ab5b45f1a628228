export { type Detail, type InstanceDetails, UNKNOWN } from './detail.ts';
export { detailColumns, detailsOf } from './detail-columns.ts';
export type { DetailDeps, UnknownDetail } from './read-details.ts';
