export { createRoute53Client } from './client.ts';
export type { ChangeAction, ResourceRecordSet, RRType } from '@aws-sdk/client-route-53';
export { createRoute53Calls, type Route53Calls } from './record-changes.ts';
export { createRoute53Limiters, type Route53Bucket, type Route53Limiter } from './limiters.ts';
export { createRoute53Zones, type Route53Zones } from './list-zones.ts';
export type { Route53Settings } from './settings.ts';
