import type { NatGateway } from './network-resources.ts';

/** A gateway that is deleted or failed is returned for about an hour: "Delete a NAT gateway" of the VPC user guide. */
export const NAT_GONE_MS = 3_600_000;

export type NatState = 'pending' | 'available' | 'failed' | 'deleting' | 'deleted';

/** The state of a NAT gateway at a time. */
export function natState({ readyMs, failure, deleting }: NatGateway, nowMs: number): NatState {
  if (deleting) return nowMs < deleting.untilMs ? 'deleting' : 'deleted';
  if (nowMs < readyMs) return 'pending';
  return failure ? 'failed' : 'available';
}
