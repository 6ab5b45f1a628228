import type { Subnet } from '../../model/index.ts';
import type { Reason } from '../walk-types.ts';
import type { Walk } from './traveling.ts';

/** What VPC Block Public Access makes of packets of a subnet: out through NAT and egress-only gateways, or of public addresses. */
export function throughPublicAccess(
  walk: Walk,
  subnet: Subnet | undefined,
  isOut: boolean,
): { readonly blocked?: Reason; readonly doubt?: Reason } {
  if (!subnet) return {};
  const state = walk.model.publicAccessOf(subnet);
  if (!state) {
    return {
      doubt: { kind: 'not-collected', part: 'vpc-block-public-access-options', of: subnet.id },
    };
  }
  if (isOut ? state.out : state.direct) return {};
  if (!isOut && state.isEgressExclusion)
    return { doubt: { kind: 'not-modeled', what: 'egress-exclusion', of: subnet.id } };
  return { blocked: { kind: 'public-access-blocked', subnet: subnet.id } };
}
