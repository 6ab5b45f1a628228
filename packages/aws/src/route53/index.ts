export { createRoute53Client } from './client.ts';
export { createRoute53Limiters, type Route53Bucket, type Route53Limiter } from './limiters.ts';
export type { Route53Settings } from './settings.ts';
