/** The values that need a further call or file. */
export type Detail = 'image' | 'price' | 'ssm' | 'status' | 'subnet' | 'vpc';

/** In place of a value that could not be read; never `ok`, `0` or nothing. */
export const UNKNOWN = 'unknown';

/**
 * What further calls return about an instance, only as far as it was requested. {@link UNKNOWN}: it could not be read;
 * `null`: there is none.
 */
export interface InstanceDetails {
  /** `2/2`, `1/2 impaired`, `0/2 initializing`; `null` of an instance that does not run. */
  readonly statusChecks?: string | null;
  /** `online`, `connection-lost`, `inactive`, or `not-managed`; `null` of a terminated instance. */
  readonly ssm?: string | null;
  /** Name of the AMI. */
  readonly imageName?: string | null;
  /** When the AMI was made: ISO 8601, UTC. */
  readonly imageCreatedAt?: string | null;
  /** The tag `Name`. */
  readonly vpcName?: string | null;
  readonly subnetName?: string | null;
  /** A decimal number, in the currency of the price file, for 730 hours; `null` of an instance that does not run. */
  readonly monthlyPrice?: string | null;
}
