import { cidr as readCidr, type Cidr } from '../cidr/index.ts';
import { refOf, textOf } from '../desired/item.ts';
import type { SecurityGroup } from '../model/index.ts';
import { allPorts, protocols, type Span } from '../packets/index.ts';
import { outRules } from './out-rules.ts';
import { type Planned, PLANNED_SCOPE, type PlannedItem } from './planned.ts';

const protocolNumbers: Readonly<Record<string, number>> = {
  tcp: protocols.tcp,
  udp: protocols.udp,
  icmp: protocols.icmp,
  all: -1,
};

/** The group with its rules, and the one that lets all out, which each group begins with. */
export function securityGroup(
  { items, of, idOf }: Planned,
  group: PlannedItem,
  ipv6: Cidr | undefined,
): SecurityGroup {
  const ingress = of('rule').filter((item) => refOf(item, 'group') === group.key);
  const vpc = of('vpc')[0]!.id;
  return {
    id: group.id,
    scope: PLANNED_SCOPE,
    name: group.name,
    vpc,
    groupName: group.name,
    rules: [
      ...ingress.map((item) => {
        const source = refOf(item, 'source');
        const range = items.has(refOf(item, 'range') ?? '') ? ipv6 : undefined;
        return {
          isEgress: false,
          protocol: protocolNumbers[textOf(item, 'protocol')] ?? -1,
          ports: portsOf(textOf(item, 'ports')),
          peer:
            source === undefined
              ? { kind: 'cidr' as const, cidr: range ?? readCidr(textOf(item, 'source')) }
              : { kind: 'group' as const, group: idOf(source) },
        };
      }),
      ...outRules(),
    ],
  };
}

function portsOf(text: string): Span<number> {
  if (text === 'all') return allPorts;
  const [first, last = first] = text.split('-').map(Number);
  return [first!, last!];
}
