import type { DiagramBox, DiagramLine, DiagramSection } from '@groundcrew/report';
import { formatCidr } from '../cidr/index.ts';
import type { NetworkModel, Subnet } from '../model/index.ts';
import { compareTiers, tierOf } from './tiers.ts';

/** The most resources that a box lists; further ones are counted. */
const MAX_RESOURCES = 6;

/** A VPC as a picture: zones are columns, tiers are rows, the ways out of subnets are lines; dashed where they cross zones. */
export function networkDiagram(model: NetworkModel, vpc: string): DiagramSection {
  const subnets = model.content.subnets.filter((subnet) => subnet.vpc === vpc);
  const gateway = model.internetGatewayOf(vpc);
  const ways = subnets.map((subnet) => waysOf(model, subnet, gateway?.id));
  return {
    kind: 'diagram',
    key: 'picture',
    title: 'Picture',
    description: 'Subnets by zone and tier, with their ways out.',
    columns: [...new Set(subnets.map(({ zone }) => zone))].toSorted(),
    rows: [...new Set(subnets.map((subnet) => tierOf(model, subnet)))].toSorted(compareTiers),
    boxes: [
      ...(gateway ? [{ id: gateway.id, texts: [gateway.id] }] : []),
      ...subnets.map((subnet, at): DiagramBox => {
        const { rest } = ways[at]!;
        return {
          id: subnet.id,
          row: tierOf(model, subnet),
          column: subnet.zone,
          texts: textsOf(model, subnet),
          ...(rest.length > 0 && { note: `→ ${rest.join(' ')}` }),
        };
      }),
    ],
    lines: ways.flatMap(({ lines }) => lines),
  };
}

function textsOf(model: NetworkModel, subnet: Subnet): readonly string[] {
  const inside = model.content.interfaces.filter((each) => each.subnet === subnet.id);
  const resources = inside.flatMap((each) => {
    const nat =
      each.type === 'nat_gateway'
        ? model.content.natGateways.find(({ subnet: at }) => at === subnet.id)
        : undefined;
    if (nat) return [`NAT ${nat.id}`];
    const balancer = model.balancerOf(each);
    if (balancer) return [`ELB ${balancer.shortName}`];
    if (each.instance === undefined) return [];
    const name = model.instances.get(each.instance)?.name;
    return [name === undefined ? each.instance : `${name} ${each.instance}`];
  });
  const shown = [...new Set(resources)];
  const texts = [
    subnet.name ?? subnet.id,
    subnet.cidrs.map(formatCidr).join(' '),
    ...shown.slice(0, MAX_RESOURCES),
  ];
  return shown.length > MAX_RESOURCES ? [...texts, `+ ${shown.length - MAX_RESOURCES}`] : texts;
}

/** From a subnet to where its traffic for the internet goes: up to the gateway, or to the subnet of the NAT gateway. */
function waysOf(
  model: NetworkModel,
  subnet: Subnet,
  gateway: string | undefined,
): { readonly lines: readonly DiagramLine[]; readonly rest: readonly string[] } {
  const targets = new Map(
    (model.routeTableOf(subnet)?.routes ?? [])
      .filter(({ target, isBlackHole }) => target.kind !== 'local' && !isBlackHole)
      .map(({ target }) => [target.id, target]),
  );
  const lines: DiagramLine[] = [];
  const rest: string[] = [];
  for (const { kind, id } of targets.values()) {
    const nat = kind === 'nat-gateway' ? model.natGateways.get(id)?.subnet : undefined;
    if (id === gateway) lines.push({ from: subnet.id, to: id });
    else if (nat === undefined || !model.subnets.has(nat)) rest.push(id);
    else if (nat !== subnet.id) {
      const isOther = model.subnets.get(nat)!.zone !== subnet.zone;
      lines.push({ from: subnet.id, to: nat, ...(isOther && { isDashed: true }) });
    }
  }
  return { lines, rest };
}
