import { cidr } from '../cidr/index.ts';
import type { GroupRule } from '../model/index.ts';
import { allPorts } from '../packets/index.ts';

/** What a new group lets out: all ("Security group rules" in the VPC user guide); of IPv6, in a VPC that has it. */
export function outRules(): readonly GroupRule[] {
  return ['0.0.0.0/0', '::/0'].map((range) => ({
    isEgress: true,
    protocol: -1,
    ports: allPorts,
    peer: { kind: 'cidr', cidr: cidr(range) },
  }));
}
