export type { DnsDelays } from './context.ts';
export { createRoute53, type Route53Options } from './route53.ts';
