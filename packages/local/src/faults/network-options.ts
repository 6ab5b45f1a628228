/** Faults of the networks that EC2 makes; rates are from 0 (the default: never) to 1 (always). */
export interface NetworkFaultOptions {
  /** New resources of a network whose id is not found for a while, by describe calls and by others. */
  readonly lateIds?: number;
  /** For how long; default: 2,000. */
  readonly lateIdsMs?: number;
  /** Describe calls that see networks as they were: what was made or changed since is not there, what was removed is. */
  readonly lateReads?: number;
  /** How long ago, at most 60,000; default: 2,000. */
  readonly lateReadsMs?: number;
  /** NAT gateways that fail in the end. */
  readonly natFail?: number;
  /** NAT gateways that are pending for longer. */
  readonly natSlow?: number;
  /** By how much; default: 600,000. */
  readonly natSlowMs?: number;
  /** Network interfaces of services that stay for longer after the service is gone. */
  readonly linger?: number;
  /** By how much; default: 600,000. */
  readonly lingerMs?: number;
}

export const networkFaultRates = ['lateIds', 'lateReads', 'natFail', 'natSlow', 'linger'] as const;
export const networkFaultNumbers = ['lateIdsMs', 'lateReadsMs', 'natSlowMs', 'lingerMs'] as const;
