import type { Route53Client } from '@aws-sdk/client-route-53';
import type { CallSettings } from '@groundcrew/aws-core';
import type { Route53Bucket } from './limiters.ts';

/** Dependencies of the wrappers of Route 53. */
export interface Route53Settings extends CallSettings<Route53Bucket> {
  readonly client: Route53Client;
}
