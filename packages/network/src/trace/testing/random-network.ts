import { createRandom } from '@groundcrew/async';
import { type Address, type Cidr, cidr, parseAddress } from '../../cidr/index.ts';
import {
  type AclEntry,
  emptyContent,
  type GroupRule,
  type InterfaceAddress,
  type ListenerAction,
  type ModelContent,
  modelParts,
  type NetworkInterface,
  type Route,
  type RouteTable,
  type Subnet,
  type Target,
} from '../../model/index.ts';

/** Numbers from a seed, the same each time. */
export function randomOf(seed: number): {
  below(limit: number): number;
  pick<T>(list: readonly T[]): T;
  chance(share: number): boolean;
} {
  const next = createRandom(seed);
  return {
    below: (limit) => Math.floor(next() * limit),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    chance: (share) => next() < share,
  };
}

export const PORTS = [22, 80, 443, 8080] as const;

const address = (text: string): Address => parseAddress(text)!;

/** A small account in which much can go wrong: two or three VPCs with subnets, gateways, NAT, peering, load balancers. */
export function randomNetwork(seed: number): ModelContent {
  const random = randomOf(seed);
  const scope = 'here';
  const scopes = [{ id: scope, parts: new Set(modelParts) }];
  const vpcNumbers = random.chance(0.6) ? [1, 2, 3].slice(0, 2 + random.below(2)) : [1];
  const content: Mutable<ModelContent> = { ...structuredClone(emptyContent), scopes } as never;
  let publicCount = 0;
  const nextPublic = () => address(`203.0.113.${(publicCount += 1)}`);
  const hasIpv6 = random.chance(0.5);

  for (const number of vpcNumbers) {
    const vpc = `vpc-${number}`;
    content.vpcs.push({
      id: vpc,
      scope,
      cidrs: [cidr(`10.${number}.0.0/16`), ...(hasIpv6 ? [cidr(`2600:${number}::/56`)] : [])],
    });
    if (random.chance(0.85)) content.internetGateways.push({ id: `igw-${number}`, scope, vpcs: [vpc] });
    if (hasIpv6 && random.chance(0.5))
      content.egressOnlyGateways.push({ id: `eigw-${number}`, scope, vpcs: [vpc] });
    for (let at = 1; at <= 3; at += 1) {
      content.securityGroups.push({ id: `sg-${number}${at}`, scope, vpc, rules: randomRules(number) });
    }
    const subnets: Subnet[] = [];
    const count = 2 + random.below(2);
    for (let at = 1; at <= count; at += 1) {
      subnets.push({
        id: `subnet-${number}${at}`,
        scope,
        vpc,
        zone: random.pick(['eu-west-1a', 'eu-west-1b']),
        cidrs: [cidr(`10.${number}.${at}.0/24`), ...(hasIpv6 ? [cidr(`2600:${number}:0:${at}::/64`)] : [])],
      });
    }
    content.subnets.push(...subnets);
    const acls = random.chance(0.5) ? ['a'] : ['a', 'b'];
    for (const name of acls) {
      content.networkAcls.push({
        id: `acl-${number}${name}`,
        scope,
        vpc,
        subnets: subnets
          .filter((_, at) => acls.length === 1 || (at % 2 === 0) === (name === 'a'))
          .map(({ id }) => id),
        entries: [...randomEntries(number, false), ...randomEntries(number, true)],
      });
    }
    for (const subnet of subnets) {
      const third = Number(subnet.id.at(-1));
      for (let at = 0; at < 1 + random.below(2); at += 1) {
        const id = `eni-${number}${third}${at}`;
        const addresses: InterfaceAddress[] = [
          {
            private: address(`10.${number}.${third}.${10 + at}`),
            ...(random.chance(0.4) && { public: nextPublic() }),
          },
        ];
        const instance = `i-${number}${third}${at}`;
        content.interfaces.push({
          id,
          scope,
          vpc,
          subnet: subnet.id,
          groups: [`sg-${number}${1 + random.below(3)}`, ...(random.chance(0.2) ? [`sg-${number}1`] : [])],
          addresses,
          ipv6: hasIpv6 ? [address(`2600:${number}:0:${third}::${10 + at}`)] : [],
          instance,
        });
        content.instances.push({
          id: instance,
          scope,
          vpc,
          state: random.chance(0.95) ? 'running' : 'stopped',
          platform: random.chance(0.8) ? 'linux' : 'windows',
        });
      }
    }
    const natSubnet = random.pick(subnets);
    if (random.chance(0.6)) {
      const third = Number(natSubnet.id.at(-1));
      content.natGateways.push({
        id: `nat-${number}`,
        scope,
        vpc,
        subnet: natSubnet.id,
        state: random.chance(0.95) ? 'available' : 'failed',
        isPublic: true,
        addresses: [{ private: address(`10.${number}.${third}.200`), public: nextPublic() }],
      });
      const pair = content.natGateways.at(-1)!.addresses[0]!;
      content.interfaces.push({
        id: `eni-nat${number}`,
        scope,
        vpc,
        subnet: natSubnet.id,
        groups: [],
        addresses: [pair],
        ipv6: [],
        type: 'nat_gateway',
      });
    }
    if (random.chance(0.5)) addBalancer(number, subnets);
  }
  for (let one = 0; one < vpcNumbers.length - 1; one += 1) {
    if (random.chance(0.3)) continue;
    content.peerings.push({
      id: `pcx-${one}`,
      scope,
      status: random.chance(0.9) ? 'active' : 'deleted',
      requester: { vpc: `vpc-${vpcNumbers[one]}`, region: 'eu-west-1' },
      accepter: {
        vpc: `vpc-${vpcNumbers[one + 1]}`,
        region: random.chance(0.85) ? 'eu-west-1' : 'us-east-1',
      },
    });
  }
  if (random.chance(0.15)) {
    content.publicAccess.push({
      scope,
      mode: random.pick(['off', 'block-bidirectional', 'block-ingress'] as const),
    });
    if (random.chance(0.5))
      content.exclusions.push({
        scope,
        resource: random.pick(content.subnets).id,
        mode: 'allow-bidirectional',
      });
  }
  content.prefixLists.push({
    id: 'pl-1',
    scope,
    cidrs: [cidr('198.51.100.0/24'), cidr('10.2.1.0/24')],
  });
  for (const number of vpcNumbers) addTables(number);
  return content as ModelContent;

  function randomRules(number: number): GroupRule[] {
    const open = [false, true].flatMap((isEgress) =>
      random.chance(0.5)
        ? ['0.0.0.0/0', '::/0'].map((text): GroupRule => ({
            isEgress,
            protocol: -1,
            ports: [0, 65_535],
            peer: { kind: 'cidr', cidr: cidr(text) },
          }))
        : [],
    );
    const others = Array.from({ length: 1 + random.below(4) }, (): GroupRule => {
      const peer = random.pick<GroupRule['peer']>([
        { kind: 'cidr', cidr: cidr('0.0.0.0/0') },
        { kind: 'cidr', cidr: cidr('::/0') },
        { kind: 'cidr', cidr: cidr(`10.${number}.0.0/16`) },
        { kind: 'cidr', cidr: cidr(`10.${1 + random.below(3)}.${1 + random.below(3)}.0/24`) },
        { kind: 'group', group: `sg-${number}${1 + random.below(3)}` },
        { kind: 'group', group: `sg-${1 + random.below(3)}${1 + random.below(3)}` },
        { kind: 'cidr', cidr: cidr('203.0.113.0/24') },
        { kind: 'prefix-list', prefixList: 'pl-1' },
      ]);
      const port = random.pick(PORTS);
      const isAll = random.chance(0.4);
      return {
        isEgress: random.chance(0.5),
        protocol: isAll ? -1 : random.pick([6, 6, 6, 17, 1, 58]),
        ports: isAll || random.chance(0.3) ? [0, 65_535] : [port, random.chance(0.5) ? port : 8080],
        peer,
      };
    });
    return [...open, ...others];
  }

  function randomEntries(number: number, isEgress: boolean): AclEntry[] {
    const entries: AclEntry[] = [];
    let at = 100;
    const add = (allows: boolean, protocol: number, range: Cidr, ports: readonly [number, number]) => {
      entries.push({ number: at, isEgress, allows, protocol, cidr: range, ports });
      at += 10;
    };
    while (random.chance(0.35)) {
      const range = random.pick([
        cidr('0.0.0.0/0'),
        cidr('::/0'),
        cidr(`10.${number}.${1 + random.below(3)}.0/24`),
        cidr('203.0.113.0/25'),
      ]);
      const port = random.pick(PORTS);
      add(
        random.chance(0.5),
        random.pick([-1, 6, 6, 17]),
        range,
        random.pick([
          [port, port],
          [1024, 40_000],
          [0, 65_535],
        ] as const),
      );
    }
    if (random.chance(0.85)) {
      add(true, -1, cidr('0.0.0.0/0'), [0, 65_535]);
      add(true, -1, cidr('::/0'), [0, 65_535]);
    } else {
      add(true, 6, cidr('0.0.0.0/0'), [32_768, 65_535]);
      add(true, 6, cidr('0.0.0.0/0'), [22, 443]);
    }
    return entries;
  }

  function addBalancer(number: number, subnets: readonly Subnet[]): void {
    const vpc = `vpc-${number}`;
    const kind = random.pick(['application', 'network'] as const);
    const isInternetFacing = random.chance(0.6);
    const path = `${kind === 'application' ? 'app' : 'net'}/lb${number}/0123456789abcdef`;
    const byZone = [...new Map(subnets.map((subnet) => [subnet.zone, subnet])).values()];
    const used = random.chance(0.8) ? byZone : byZone.slice(0, 1);
    for (const subnet of used) {
      const third = Number(subnet.id.at(-1));
      content.interfaces.push({
        id: `eni-lb${number}${third}`,
        scope,
        vpc,
        subnet: subnet.id,
        groups: [],
        addresses: [
          {
            private: address(`10.${number}.${third}.220`),
            ...(isInternetFacing && { public: nextPublic() }),
          },
        ],
        ipv6: [],
        description: `ELB ${path}`,
      });
    }
    const own = content.interfaces.filter((each) => each.vpc === vpc && each.instance !== undefined);
    const groups = [0, 1].map((at) => {
      const targetType = random.pick(['instance', 'ip'] as const);
      const targets = own
        .filter(() => random.chance(0.6))
        .map((each): Target => ({
          id: targetType === 'instance' ? each.instance! : textOf(each),
          port: 8080,
          zone: zoneAt(each),
          state: random.pick(['healthy', 'healthy', 'unhealthy', 'initial', 'draining']),
        }));
      const id = `tg-${number}${at}`;
      content.targetGroups.push({
        id,
        scope,
        shortName: id,
        vpc,
        protocol: kind === 'application' ? 'HTTP' : random.pick(['TCP', 'UDP', 'TCP_UDP'] as const),
        targetType,
        family: 4,
        targets,
        attributes: new Map([
          ...(random.chance(0.3)
            ? [['load_balancing.cross_zone.enabled', random.pick(['true', 'false'])] as const]
            : []),
          ...(random.chance(0.3)
            ? [['preserve_client_ip.enabled', random.pick(['true', 'false'])] as const]
            : []),
        ]),
      });
      return id;
    });
    const actionOf = (): ListenerAction =>
      random.chance(0.15)
        ? { kind: 'answer', what: 'fixed-response 404' }
        : {
            kind: 'forward',
            targets: groups.slice(0, 1 + random.below(2)).map((targetGroup, at) => ({
              targetGroup,
              weight: at === 0 ? 1 : random.below(2),
            })),
          };
    content.loadBalancers.push({
      id: `arn:lb-${number}`,
      scope,
      shortName: `lb${number}`,
      path,
      kind,
      isInternetFacing,
      dnsName: `lb${number}.example.amazonaws.com`,
      vpc,
      state: 'active',
      zones: used.map(({ id, zone }) => ({ zone, subnet: id })),
      groups: kind === 'application' || random.chance(0.4) ? [`sg-${number}${1 + random.below(3)}`] : [],
      attributes: new Map([['load_balancing.cross_zone.enabled', random.pick(['true', 'false'])]]),
      listeners: [80, 443].slice(0, 1 + random.below(2)).map((port) => ({
        arn: `listener-${number}-${port}`,
        port,
        protocol: kind === 'application' ? 'HTTP' : random.pick(['TCP', 'UDP', 'TCP_UDP'] as const),
        defaultAction: actionOf(),
        rules:
          kind === 'network'
            ? []
            : Array.from({ length: random.below(3) }, (_, at) => ({
                priority: at + 1,
                conditions: [
                  random.pick([
                    { field: 'path-pattern', values: ['/api/*'] },
                    { field: 'source-ip', values: ['10.1.0.0/16', '203.0.113.0/25'] },
                  ]),
                ],
                action: actionOf(),
              })),
      })),
    });
  }

  function zoneAt(each: NetworkInterface): string {
    return content.subnets.find(({ id }) => id === each.subnet)!.zone;
  }

  function textOf(each: NetworkInterface): string {
    const { value } = each.addresses[0]!.private;
    return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.');
  }

  function addTables(number: number): void {
    const vpc = `vpc-${number}`;
    const subnets = content.subnets.filter((subnet) => subnet.vpc === vpc);
    const names = random.chance(0.5) ? ['main'] : ['main', 'other'];
    for (const name of names) {
      const table: RouteTable = {
        id: `rtb-${number}${name}`,
        scope,
        vpc,
        isMain: name === 'main',
        subnets: name === 'main' ? [] : subnets.filter(() => random.chance(0.5)).map(({ id }) => id),
        gateways: [],
        routes: randomRoutes(number),
      };
      content.routeTables.push(table);
    }
  }

  function randomRoutes(number: number): Route[] {
    const vpc = `vpc-${number}`;
    const route = (
      destination: Route['destination'],
      kind: Route['target']['kind'],
      id: string,
      more: Partial<Route> = {},
    ): Route => ({ destination, target: { kind, id }, isPropagated: false, isBlackHole: false, ...more });
    const routes = content.vpcs
      .find(({ id }) => id === vpc)!
      .cidrs.map((range) => route(range, 'local', 'local'));
    const gateway = content.internetGateways.some(({ vpcs }) => vpcs.includes(vpc));
    const nat = content.natGateways.some((each) => each.vpc === vpc);
    const ways = [
      ...(gateway ? [['internet-gateway', `igw-${number}`] as const] : []),
      ...(nat ? [['nat-gateway', `nat-${number}`] as const] : []),
    ];
    if (ways.length > 0 && random.chance(0.85)) {
      const [kind, id] = random.pick(ways);
      routes.push(route(cidr('0.0.0.0/0'), kind, id));
    }
    if (gateway && random.chance(0.3))
      routes.push(route(cidr('203.0.113.0/26'), 'internet-gateway', `igw-${number}`));
    if (random.chance(0.1))
      routes.push(route(cidr('203.0.113.4/32'), 'nat-gateway', 'nat-gone', { isBlackHole: true }));
    if (hasIpv6 && random.chance(0.8)) {
      const egress = content.egressOnlyGateways.some(({ vpcs }) => vpcs.includes(vpc));
      if (egress && random.chance(0.5))
        routes.push(route(cidr('::/0'), 'egress-only-internet-gateway', `eigw-${number}`));
      else if (gateway) routes.push(route(cidr('::/0'), 'internet-gateway', `igw-${number}`));
    }
    for (const peering of content.peerings) {
      const sides = [peering.requester.vpc, peering.accepter.vpc];
      if (!sides.includes(vpc)) continue;
      for (const other of content.vpcs) {
        // Sometimes to a VPC behind the peer, where peering does not lead.
        const isPeer = sides.includes(other.id);
        if (other.id === vpc || !random.chance(isPeer ? 0.85 : 0.2)) continue;
        for (const range of other.cidrs) {
          if (routes.some(({ destination }) => 'first' in destination && destination.first === range.first))
            continue;
          routes.push(route(range, 'peering', peering.id, { isPropagated: false }));
        }
      }
    }
    if (gateway && random.chance(0.25))
      routes.push(route({ prefixList: 'pl-1' }, 'internet-gateway', `igw-${number}`));
    return routes;
  }
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer Item)[] ? Item[] : T[K] };
