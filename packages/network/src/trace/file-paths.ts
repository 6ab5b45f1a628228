import { isGroundcrewError } from '@groundcrew/errors';
import { NETWORK_TAG, TIER_TAG } from '../addresses/index.ts';
import { formatCidr } from '../cidr/index.ts';
import { type Endpoint, loadBalancerName, type NetworkFile } from '../file/index.ts';
import type { NetworkModel } from '../model/index.ts';
import { type End, findEnd } from './ends.ts';
import type { Path } from './paths.ts';

/** The paths of a network file, between what it named in the account. */
export function pathsOfFile(model: NetworkModel, file: NetworkFile): readonly Path[] {
  return file.paths.map((rule): Path => {
    const from = endOf(model, file, rule.from);
    const to = endOf(model, file, rule.to);
    const base = { text: rule.text, must: rule.must };
    if (typeof from === 'string' || typeof to === 'string')
      return { ...base, missing: typeof from === 'string' ? from : (to as string) };
    const protocol = ({ tcp: 6, udp: 17, icmp: 1, all: 'all' } as const)[rule.protocol];
    return { ...base, question: { from, to, protocol, ports: [rule.ports.from, rule.ports.to] } };
  });
}

/** What an end of a file's path is in the account; a text names what is missing. */
function endOf(model: NetworkModel, file: NetworkFile, end: Endpoint): End | string {
  switch (end.kind) {
    case 'internet':
      return { kind: 'internet', label: 'internet' };
    case 'range':
      return orMissing(() => findEnd(model, rangeText(end)), rangeText(end));
    case 'vpc': {
      const vpcs = new Set(
        model.content.subnets.filter(({ tags }) => tags?.[NETWORK_TAG] === file.name).map(({ vpc }) => vpc),
      );
      const interfaces = model.content.interfaces.filter(
        (each) => vpcs.has(each.vpc) && each.type !== 'nat_gateway',
      );
      return { kind: 'interfaces', label: 'vpc', interfaces };
    }
    case 'tier': {
      const subnets = model.content.subnets
        .filter(({ tags }) => tags?.[NETWORK_TAG] === file.name && tags[TIER_TAG] === end.name)
        .map(({ id }) => id);
      if (subnets.length === 0) return `tier ${end.name}`;
      const interfaces = model.content.interfaces.filter(
        (each) => subnets.includes(each.subnet) && each.type !== 'nat_gateway' && !model.balancerOf(each),
      );
      return { kind: 'interfaces', label: end.name, interfaces };
    }
    case 'group': {
      const name = `${file.name}-${end.name}`;
      const groups = model.content.securityGroups.filter(({ groupName }) => groupName === name);
      const [only, other] = groups;
      // A subnet or an instance may have the same name.
      return orMissing(() => ({ ...findEnd(model, only && !other ? only.id : name), label: end.name }), name);
    }
    case 'load-balancer': {
      const wanted = file.loadBalancers.get(end.name);
      const record = wanted?.record?.name;
      // Asked by its name where it has one: the record is a part of the path.
      if (record !== undefined && model.content.hostedZones.length > 0)
        return { kind: 'name', label: record, name: record.toLowerCase() };
      const name = loadBalancerName(file.name, wanted!);
      const [only, other] = model.content.loadBalancers.filter(({ shortName }) => shortName === name);
      if (only && !other) return { kind: 'balancer', label: name, balancer: only };
      return orMissing(() => findEnd(model, name), name);
    }
  }
}

function rangeText({ cidr }: Extract<Endpoint, { kind: 'range' }>): string {
  return formatCidr(cidr);
}

function orMissing(find: () => End, name: string): End | string {
  try {
    return find();
  } catch (error) {
    if (isGroundcrewError(error, 'network.end.unknown')) return name;
    throw error;
  }
}
