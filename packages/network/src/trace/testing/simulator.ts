import type {
  ListenerAction,
  LoadBalancer,
  ModelContent,
  NetworkInterface,
  Subnet,
  TargetGroup,
} from '../../model/index.ts';

/**
 * A network, packet by packet: what one packet meets on its way, and what its answer meets. It shares no code with tracing,
 * only the types of what a network is made of. Where a packet can go several ways, it goes all of them, one by one.
 */
export interface OnePacket {
  readonly family: 4 | 6;
  readonly source: bigint;
  readonly destination: bigint;
  readonly protocol: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
}

/** Whether a packet and its answer arrive; some cases are in neither model. */
type Outcome = boolean | 'not modeled';

/** Where a packet is sent, and where its answer has to come. */
interface Place {
  readonly vpc: string;
  readonly subnet: Subnet | undefined;
  readonly groups: readonly string[] | undefined;
  readonly standsFor: readonly string[] | undefined;
  readonly gateway: string | undefined;
  readonly isNat: boolean;
  readonly isFlow: boolean;
  readonly interface: NetworkInterface | undefined;
}

export function createSimulator(content: ModelContent) {
  const subnetOf = (id: string) => content.subnets.find((subnet) => subnet.id === id);
  // All that changes at some port changes at one of these.
  const edges = new Set<number>([1024, 65_535]);
  for (const acl of content.networkAcls) {
    for (const { ports } of acl.entries) {
      for (const port of [ports[0], ports[1], ports[0] - 1, ports[1] + 1])
        if (port >= 1024 && port <= 65_535) edges.add(port);
    }
  }
  const highPorts = [...edges];

  const inRange = (
    value: bigint,
    family: number,
    range: { family: number; first: bigint; length: number },
  ) => {
    if (range.family !== family) return false;
    const shift = BigInt((family === 4 ? 32 : 128) - range.length);
    return value >> shift === range.first >> shift;
  };
  const isPublic = (value: bigint, family: 4 | 6): boolean => {
    if (family === 6) return value >> 125n === 1n;
    const [a, b] = [Number(value >> 24n), Number((value >> 16n) & 255n)];
    if (a === 0 || a === 10 || a === 127 || a >= 224) return false;
    if (a === 100 && b >= 64 && b < 128) return false;
    if (a === 169 && b === 254) return false;
    if (a === 172 && b >= 16 && b < 32) return false;
    return !(a === 192 && b === 168);
  };
  const at = (vpc: string, value: bigint, family: 4 | 6) =>
    content.interfaces.find(
      (each) =>
        each.vpc === vpc &&
        (family === 4
          ? each.addresses.some((pair) => pair.private.value === value)
          : each.ipv6.some((v) => v.value === value)),
    );
  const gatewayOf = (vpc: string) => content.internetGateways.find(({ vpcs }) => vpcs.includes(vpc));

  function aclAllows(subnet: Subnet, isEgress: boolean, packet: OnePacket): boolean {
    const acl = content.networkAcls.find(({ subnets }) => subnets.includes(subnet.id))!;
    const other = isEgress ? packet.destination : packet.source;
    let best: { number: number; allows: boolean } | undefined;
    for (const entry of acl.entries) {
      if (entry.isEgress !== isEgress || !inRange(other, packet.family, entry.cidr)) continue;
      if (entry.protocol !== -1) {
        if (entry.protocol !== packet.protocol) continue;
        if (packet.destinationPort < entry.ports[0] || packet.destinationPort > entry.ports[1]) continue;
      }
      if (!best || entry.number < best.number) best = entry;
    }
    return best?.allows ?? false;
  }

  function groupsAllow(
    groups: readonly string[],
    isEgress: boolean,
    packet: OnePacket,
    other: { readonly vpc: string | undefined; readonly standsFor: readonly string[] | undefined },
  ): boolean {
    const far = isEgress ? packet.destination : packet.source;
    const owner = other.vpc === undefined ? undefined : at(other.vpc, far, packet.family);
    const names = other.standsFor ?? owner?.groups ?? [];
    return groups.some((id) =>
      content.securityGroups
        .find((group) => group.id === id)!
        .rules.some((rule) => {
          if (rule.isEgress !== isEgress) return false;
          if (rule.protocol !== -1) {
            if (rule.protocol !== packet.protocol) return false;
            if (packet.destinationPort < rule.ports[0] || packet.destinationPort > rule.ports[1])
              return false;
          }
          if (rule.peer.kind === 'cidr') return inRange(far, packet.family, rule.peer.cidr);
          if (rule.peer.kind === 'prefix-list')
            return content.prefixLists[0]!.cidrs!.some((range) => inRange(far, packet.family, range));
          return names.includes(rule.peer.group);
        }),
    );
  }

  function bestRoute(subnet: Subnet, value: bigint, family: 4 | 6) {
    const tables = content.routeTables.filter(({ vpc }) => vpc === subnet.vpc);
    const table =
      tables.find(({ subnets }) => subnets.includes(subnet.id)) ?? tables.find(({ isMain }) => isMain)!;
    let best: { length: number; isList: boolean; route: (typeof table.routes)[number] } | undefined;
    for (const route of table.routes) {
      const isList = 'prefixList' in route.destination;
      const ranges = 'prefixList' in route.destination ? content.prefixLists[0]!.cidrs! : [route.destination];
      for (const range of ranges) {
        if (!inRange(value, family, range)) continue;
        if (!best || range.length > best.length || (range.length === best.length && best.isList && !isList))
          best = { length: range.length, isList, route };
      }
    }
    return best?.route;
  }

  function peerSide(id: string, vpc: string) {
    const peering = content.peerings.find((each) => each.id === id)!;
    const other = peering.requester.vpc === vpc ? peering.accepter.vpc : peering.requester.vpc;
    return { peering, other, isSameRegion: peering.requester.region === peering.accepter.region };
  }

  function publicAccess(subnet: Subnet, isThroughNat: boolean): boolean {
    const mode = content.publicAccess[0]?.mode ?? 'off';
    if (mode === 'off') return true;
    if (content.exclusions.some(({ resource }) => resource === subnet.id || resource === subnet.vpc))
      return true;
    return mode === 'block-ingress' && isThroughNat;
  }

  /** Whether the answer to a packet, from where it arrived, comes back to where it was sent. */
  function answered(packet: OnePacket, arrived: { subnet?: Subnet }, from: Place): boolean {
    const isPing = packet.protocol === 1 || packet.protocol === 58;
    const answer: OnePacket = {
      family: packet.family,
      source: packet.destination,
      destination: packet.source,
      protocol: packet.protocol,
      sourcePort: isPing ? 0 : packet.destinationPort,
      destinationPort: isPing ? (packet.protocol === 1 ? 0 : 129 * 256) : packet.sourcePort,
    };
    const { subnet } = arrived;
    if (subnet) {
      if (from.subnet?.id === subnet.id) return true;
      // What is for the subnet itself never leaves it.
      const staysIn =
        from.gateway === undefined &&
        subnet.cidrs.some((range) => inRange(answer.destination, answer.family, range));
      if (!staysIn) {
        if (!aclAllows(subnet, true, answer)) return false;
        if (!from.isFlow) {
          const route = bestRoute(subnet, answer.destination, answer.family);
          if (!route || route.isBlackHole) return false;
          const { kind, id } = route.target;
          if (from.gateway !== undefined) {
            if (id !== from.gateway) return false;
          } else if (kind === 'local') {
            if (from.vpc !== subnet.vpc) return false;
          } else if (kind === 'peering') {
            const { other, peering } = peerSide(id, subnet.vpc);
            if (other !== from.vpc || peering.status !== 'active' || from.vpc === subnet.vpc) return false;
          } else return false;
        }
      }
    }
    return from.gateway !== undefined || from.subnet === undefined || aclAllows(from.subnet, false, answer);
  }

  /** All that can become of a packet: whether it, and its answer, arrive. */
  function send(packet: OnePacket, from: Place, depth: number): Outcome[] {
    if (depth > 8) throw new Error('a loop');
    const subnet = from.subnet!;
    if (subnet.cidrs.some((range) => inRange(packet.destination, packet.family, range))) {
      if (from.groups && !groupsAllow(from.groups, true, packet, { vpc: from.vpc, standsFor: undefined }))
        return [false];
      return land(packet, from.vpc, from, depth);
    }
    const route = bestRoute(subnet, packet.destination, packet.family);
    if (!route) return [false];
    const far =
      route.target.kind === 'local'
        ? from.vpc
        : route.target.kind === 'peering'
          ? peerVpcForGroups(route.target.id, from.vpc)
          : undefined;
    if (from.groups && !groupsAllow(from.groups, true, packet, { vpc: far, standsFor: undefined }))
      return [false];
    if (!aclAllows(subnet, true, packet)) return [false];
    if (route.isBlackHole) return [false];
    switch (route.target.kind) {
      case 'local':
        return land(packet, from.vpc, from, depth);
      case 'peering': {
        if (from.isNat) return ['not modeled'];
        const { other, peering } = peerSide(route.target.id, from.vpc);
        if (peering.status !== 'active') return [false];
        const vpc = content.vpcs.find(({ id }) => id === other)!;
        if (!vpc.cidrs.some((range) => inRange(packet.destination, packet.family, range))) return [false];
        return land(packet, other, from, depth);
      }
      case 'nat-gateway': {
        if (from.isNat) return ['not modeled'];
        const nat = content.natGateways.find(({ id }) => id === route.target.id)!;
        if (nat.state !== 'available') return [false];
        if (packet.family === 6) return ['not modeled'];
        if (![1, 6, 17].includes(packet.protocol)) return [false];
        const natSubnet = subnetOf(nat.subnet!)!;
        if (natSubnet.id !== subnet.id && !aclAllows(natSubnet, false, packet)) return [false];
        if (!answered(packet, { subnet: natSubnet }, from)) return [false];
        return (packet.protocol === 1 ? [0] : highPorts).flatMap((sourcePort) =>
          send(
            { ...packet, source: nat.addresses[0]!.private.value, sourcePort },
            {
              vpc: nat.vpc,
              subnet: natSubnet,
              groups: undefined,
              standsFor: undefined,
              gateway: undefined,
              isNat: true,
              isFlow: false,
              interface: content.interfaces.find(({ addresses }) => addresses[0] === nat.addresses[0]),
            },
            depth + 1,
          ),
        );
      }
      case 'internet-gateway': {
        if (!publicAccess(subnet, from.isNat)) return [false];
        if (!isPublic(packet.destination, packet.family)) return [false];
        let { source } = packet;
        if (packet.family === 4) {
          const pair = from.interface?.addresses.find((each) => each.private.value === source);
          if (!pair?.public) return [false];
          source = pair.public.value;
        } else if (!isPublic(source, 6)) return [false];
        if (!answered(packet, {}, from)) return [false];
        return outside({ ...packet, source }, depth);
      }
      case 'egress-only-internet-gateway':
        if (!publicAccess(subnet, true)) return [false];
        if (!isPublic(packet.destination, 6)) return [false];
        if (!answered(packet, {}, from)) return [false];
        return outside(packet, depth);
      default:
        throw new Error(route.target.kind);
    }
  }

  function peerVpcForGroups(id: string, vpc: string): string | undefined {
    const { other, peering, isSameRegion } = peerSide(id, vpc);
    return peering.status === 'active' && isSameRegion ? other : undefined;
  }

  function outside(packet: OnePacket, depth: number): Outcome[] {
    const owner = content.interfaces.find((each) =>
      packet.family === 4
        ? each.addresses.some((pair) => pair.public?.value === packet.destination)
        : each.ipv6.some(({ value }) => value === packet.destination),
    );
    if (!owner) return [true];
    const gateway = gatewayOf(owner.vpc);
    if (!gateway) return [false];
    if (!publicAccess(subnetOf(owner.subnet)!, false)) return [false];
    const destination =
      packet.family === 4
        ? owner.addresses.find((pair) => pair.public?.value === packet.destination)!.private.value
        : packet.destination;
    const from: Place = {
      vpc: owner.vpc,
      subnet: undefined,
      groups: undefined,
      standsFor: undefined,
      gateway: gateway.id,
      isNat: false,
      isFlow: false,
      interface: undefined,
    };
    return land({ ...packet, destination }, owner.vpc, from, depth + 1);
  }

  function land(packet: OnePacket, vpc: string, from: Place, depth: number): Outcome[] {
    const to = at(vpc, packet.destination, packet.family);
    if (!to) return [false];
    const subnet = subnetOf(to.subnet)!;
    if (from.subnet?.id !== subnet.id && !aclAllows(subnet, false, packet)) return [false];
    if (to.type === 'nat_gateway') return [false];
    const far =
      from.gateway !== undefined
        ? undefined
        : from.vpc === vpc
          ? vpc
          : content.peerings
              .filter(
                ({ requester, accepter }) =>
                  [requester.vpc, accepter.vpc].sort().join() === [from.vpc, vpc].sort().join(),
              )
              .map(({ id }) => peerVpcForGroups(id, vpc))[0];
    const balancer = content.loadBalancers.find(({ path }) => to.description === `ELB ${path}`);
    const groups = balancer ? (balancer.groups.length > 0 ? balancer.groups : undefined) : to.groups;
    if (groups && !groupsAllow(groups, false, packet, { vpc: far, standsFor: from.standsFor }))
      return [false];
    if (balancer) {
      if (!answered(packet, { subnet }, from)) return [false];
      return balance(packet, balancer, to, subnet, depth);
    }
    const instance = content.instances.find(({ id }) => id === to.instance);
    if (instance?.state !== 'running') return [false];
    return [answered(packet, { subnet }, from)];
  }

  function balance(
    packet: OnePacket,
    balancer: LoadBalancer,
    node: NetworkInterface,
    subnet: Subnet,
    depth: number,
  ): Outcome[] {
    if (packet.protocol === 1 || packet.protocol === 58) return ['not modeled'];
    const listener = balancer.listeners!.find(({ port, protocol }) => {
      const spoken = protocol === 'UDP' ? [17] : protocol === 'TCP_UDP' ? [6, 17] : [6];
      return port === packet.destinationPort && spoken.includes(packet.protocol);
    });
    if (!listener) return [false];
    const outcomes: Outcome[] = [];
    let isOpen = true;
    for (const rule of listener.rules!) {
      if (!isOpen) break;
      const [condition] = rule.conditions;
      if (condition!.field === 'source-ip') {
        const fits = condition!.values.some((text) => {
          const [base, length] = text.split('/');
          const first = base!.split('.').reduce((sum, part) => sum * 256n + BigInt(part), 0n);
          return inRange(packet.source, packet.family, { family: 4, first, length: Number(length) });
        });
        if (!fits) continue;
        isOpen = false;
      }
      outcomes.push(...perform(rule.action));
    }
    if (isOpen) outcomes.push(...perform(listener.defaultAction));
    return outcomes;

    function perform(action: ListenerAction): Outcome[] {
      if (action.kind === 'answer') return [true];
      return action.targets
        .filter(({ weight }) => weight > 0)
        .flatMap(({ targetGroup }) => forward(content.targetGroups.find(({ id }) => id === targetGroup)!));
    }

    function forward(group: TargetGroup): Outcome[] {
      const own = (target: { id: string }) =>
        group.targetType === 'instance'
          ? content.interfaces.find(({ instance }) => instance === target.id)!
          : content.interfaces.find(
              (each) =>
                each.addresses[0] &&
                textOf(each.addresses[0].private.value) === target.id &&
                each.vpc === group.vpc,
            )!;
      const zones = balancer.zones.map(({ zone }) => zone);
      const crossZone = group.attributes!.get('load_balancing.cross_zone.enabled');
      const isCross =
        crossZone !== undefined
          ? crossZone === 'true'
          : balancer.kind === 'application' ||
            balancer.attributes!.get('load_balancing.cross_zone.enabled') === 'true';
      const zoneOf = (target: { id: string }) => subnetOf(own(target).subnet)!.zone;
      const able = group.targets!.filter(
        (target) =>
          target.state !== 'draining' &&
          zones.includes(zoneOf(target)) &&
          (isCross || zoneOf(target) === subnet.zone),
      );
      const healthy = able.filter(({ state }) => state === 'healthy');
      const used = healthy.length > 0 ? healthy : able;
      if (used.length === 0) return [false];
      return used.flatMap((target) => {
        const to = own(target);
        const destination = to.addresses[0]!.private.value;
        const keepsTold = group.attributes!.get('preserve_client_ip.enabled');
        const isTcp = group.protocol === 'TCP';
        const keeps =
          balancer.kind === 'network' &&
          packet.family === 4 &&
          (!isTcp || (keepsTold === undefined ? group.targetType === 'instance' : keepsTold === 'true'));
        if (keeps && packet.source === destination) return [false];
        const place: Place = {
          vpc: balancer.vpc,
          subnet,
          groups: balancer.groups.length > 0 ? balancer.groups : undefined,
          standsFor: keeps ? balancer.groups : undefined,
          gateway: undefined,
          isNat: false,
          isFlow: keeps,
          interface: node,
        };
        const sent = {
          ...packet,
          family: 4 as const,
          destination,
          destinationPort: target.port!,
          protocol: balancer.kind === 'application' ? 6 : packet.protocol,
        };
        if (keeps) return send(sent, place, depth + 1);
        return highPorts.flatMap((sourcePort) =>
          send({ ...sent, source: node.addresses[0]!.private.value, sourcePort }, place, depth + 1),
        );
      });
    }
  }

  const textOf = (value: bigint) => [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');

  return {
    /** From an interface, or from the internet: all that can become of the packet. */
    outcomes(packet: OnePacket, from: NetworkInterface | undefined): Outcome[] {
      if (!from) return outside(packet, 0);
      return send(
        packet,
        {
          vpc: from.vpc,
          subnet: subnetOf(from.subnet),
          groups: from.groups,
          standsFor: undefined,
          gateway: undefined,
          isNat: false,
          isFlow: false,
          interface: from,
        },
        0,
      );
    },
  };
}
