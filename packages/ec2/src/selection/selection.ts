import type { InstanceState, Lifecycle } from '../instance.ts';

/**
 * The selected instances: those that match every criterion, each by any of its values. Texts are EC2's patterns: `web-*`,
 * `m7g.?large`.
 */
export interface Selection {
  readonly ids?: readonly string[];
  /** The tag `Name`. */
  readonly names?: readonly string[];
  /** Conditions on one key are alternatives; those on several keys all apply. */
  readonly tags?: readonly TagCondition[];
  /** Default: all except `terminated`, which EC2 returns for about an hour. */
  readonly states?: readonly InstanceState[];
  readonly types?: readonly string[];
  readonly vpcIds?: readonly string[];
  readonly subnetIds?: readonly string[];
  /** The tag `Name` of VPCs: they are looked up before the instances are listed. */
  readonly vpcNames?: readonly string[];
  /** The same of subnets. */
  readonly subnetNames?: readonly string[];
  readonly imageIds?: readonly string[];
  readonly availabilityZones?: readonly string[];
  readonly lifecycles?: readonly Lifecycle[];
  /** Texts: each has to be in a name, an id, an address, the type or a tag. */
  readonly words?: readonly string[];
  /** IPv4 or IPv6, private or public, of any network interface: addresses, patterns, or blocks (`10.80.0.0/20`). */
  readonly addresses?: readonly string[];
  /** Private or public. */
  readonly dnsNames?: readonly string[];
}

export interface TagCondition {
  readonly key: string;
  /** Patterns; default: any value. */
  readonly values?: readonly string[];
  /** The instance must not have it. */
  readonly negated?: true;
}

export const instanceStates: readonly InstanceState[] = [
  'pending',
  'running',
  'shutting-down',
  'terminated',
  'stopping',
  'stopped',
];

export const lifecycles: readonly Lifecycle[] = ['on-demand', 'spot', 'scheduled', 'capacity-block'];

/** Characters of a tag's key and value (EC2 user guide, "Tag your Amazon EC2 resources": tag restrictions). */
export const MAX_TAG_KEY_LENGTH = 128;
export const MAX_TAG_VALUE_LENGTH = 256;
