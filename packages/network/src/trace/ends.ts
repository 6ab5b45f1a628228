import { GroundcrewError } from '@groundcrew/errors';
import {
  type Address,
  type Cidr,
  containsAddress,
  lastOf,
  parseAddress,
  parseCidr,
  subtract,
} from '../cidr/index.ts';
import { type LoadBalancer, type NetworkInterface, type NetworkModel, plainName } from '../model/index.ts';

/** What a question is from or to. */
export type End =
  | { readonly kind: 'internet'; readonly label: string }
  /** Addresses outside of all VPCs of the model. */
  | { readonly kind: 'range'; readonly label: string; readonly cidr: Cidr }
  | {
      readonly kind: 'interfaces';
      readonly label: string;
      readonly interfaces: readonly NetworkInterface[];
      /** What of a range is in no VPC of the model. */
      readonly outside?: readonly Cidr[];
    }
  /** An instance or interface that has none, or an address of no interface. */
  | { readonly kind: 'address'; readonly label: string; readonly vpc: string; readonly address: Address }
  | { readonly kind: 'balancer'; readonly label: string; readonly balancer: LoadBalancer }
  | { readonly kind: 'name'; readonly label: string; readonly name: string };

/**
 * Finds what a word means: `internet`, an id, an address or range, a load balancer's name, a security group, subnet or
 * instance by its tag `Name`, or a name of Route 53.
 *
 * @throws GroundcrewError `network.end.unknown`, `network.end.ambiguous`
 */
export function findEnd(model: NetworkModel, word: string): End {
  const label = word;
  if (word === 'internet') return { kind: 'internet', label };
  const byId = endOfId(model, word);
  if (byId) return byId;
  const address = parseAddress(word);
  if (address) return endOfAddress(model, word, address);
  if (word.includes('/') && /^[\d.:a-f/]+$/i.test(word)) {
    const cidr = parseCidr(word);
    if (typeof cidr === 'string')
      throw new GroundcrewError('network.end.unknown', `${JSON.stringify(word)} ${cidr}`);
    return endOfRange(model, word, cidr);
  }
  const named = endsNamed(model, word);
  if (named.length > 1) {
    throw new GroundcrewError(
      'network.end.ambiguous',
      `${JSON.stringify(word)} can be ${named.map(({ id }) => id).join(' or ')}; write the id`,
    );
  }
  const [found] = named;
  if (found) return found.end;
  if (/^[\w*-]+(\.[\w-]+)+\.?$/.test(word)) return { kind: 'name', label, name: plainName(word) };
  throw new GroundcrewError(
    'network.end.unknown',
    `${JSON.stringify(word)} is not in what was read: write internet, an id (i-…, eni-…, sg-…, subnet-…), an address, ` +
      'the name of a load balancer, or a name of Route 53',
  );
}

function interfacesEnd(label: string, interfaces: readonly NetworkInterface[]): End {
  return { kind: 'interfaces', label, interfaces };
}

function endOfId(model: NetworkModel, word: string): End | undefined {
  const all = [...model.interfaces.values()];
  if (/^i-[\da-z]+$/.test(word)) {
    // An instance sends from its primary interface.
    const [primary] = model.interfacesOf(word);
    if (primary) return interfacesEnd(word, [primary]);
    if (model.instances.has(word)) return interfacesEnd(word, []);
  }
  const own = model.interfaces.get(word);
  if (own) return interfacesEnd(word, [own]);
  if (model.securityGroups.has(word))
    return interfacesEnd(
      word,
      all.filter(({ groups }) => groups.includes(word)),
    );
  if (model.subnets.has(word))
    return interfacesEnd(
      word,
      all.filter(({ subnet, type }) => subnet === word && type !== 'nat_gateway'),
    );
  const balancer = model.loadBalancers.get(word);
  if (balancer) return { kind: 'balancer', label: balancer.shortName, balancer };
  if (/^(i|eni|sg|subnet)-[\da-f]{8,17}$/.test(word))
    throw new GroundcrewError('network.end.unknown', `${word} is not in what was read`);
  return undefined;
}

interface Named {
  readonly id: string;
  readonly end: End;
}

function endsNamed(model: NetworkModel, word: string): readonly Named[] {
  const balancers = model.content.loadBalancers.filter(({ shortName }) => shortName === word);
  if (balancers.length > 0)
    return balancers.map((balancer) => ({
      id: balancer.id,
      end: { kind: 'balancer', label: word, balancer },
    }));
  const ids = [
    ...model.content.instances.filter(({ name, state }) => name === word && state !== 'terminated'),
    ...model.content.securityGroups.filter(({ name, groupName }) => name === word || groupName === word),
    ...model.content.subnets.filter(({ name }) => name === word),
    ...model.content.interfaces.filter(({ name }) => name === word),
  ].map(({ id }) => id);
  return ids.flatMap((id) => {
    const end = endOfId(model, id);
    return end ? [{ id, end: { ...end, label: word } }] : [];
  });
}

function endOfAddress(model: NetworkModel, label: string, address: Address): End {
  const vpcs = model.content.vpcs.filter(({ cidrs }) => cidrs.some((cidr) => containsAddress(cidr, address)));
  const owners = vpcs.flatMap(({ id }) => model.interfaceAt(id, address) ?? []);
  const [owner, other] = owners;
  if (owner && other) {
    throw new GroundcrewError(
      'network.end.ambiguous',
      `${label} is the address of ${owners.map(({ id, vpc }) => `${id} in ${vpc}`).join(' and of ')}; write the id`,
    );
  }
  if (owner) return interfacesEnd(label, [owner]);
  const [vpc] = vpcs;
  if (vpc) return { kind: 'address', label, vpc: vpc.id, address };
  const bits = address.family === 4 ? 32 : 128;
  return { kind: 'range', label, cidr: { family: address.family, first: address.value, length: bits } };
}

function endOfRange(model: NetworkModel, label: string, cidr: Cidr): End {
  const inside = model.content.vpcs.some(({ cidrs }) =>
    cidrs.some((own) => own.family === cidr.family && own.first <= lastOf(cidr) && cidr.first <= lastOf(own)),
  );
  if (!inside) return { kind: 'range', label, cidr };
  const within = [...model.interfaces.values()].filter(({ addresses, ipv6 }) =>
    [...addresses.map((pair) => pair.private), ...ipv6].some((address) => containsAddress(cidr, address)),
  );
  const all = model.content.vpcs.flatMap(({ cidrs }) => cidrs);
  const outside = subtract(
    cidr,
    all.filter(({ family }) => family === cidr.family),
  );
  return { kind: 'interfaces', label, interfaces: within, ...(outside.length > 0 && { outside }) };
}
