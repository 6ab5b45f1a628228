import { GroundcrewError } from '@groundcrew/errors';
import {
  type GroupRule,
  type HealthCheck,
  type HostedZone,
  type Listener,
  type LoadBalancer,
  type ModelContent,
  type PrefixList,
  type Scope,
  type SecurityGroup,
  plainName,
  type TargetGroup,
} from '../model/index.ts';
import { type Answer, isAbout, isWhole, partOf } from './answer.ts';
import {
  pathOf,
  readAttributes,
  readListener,
  readLoadBalancer,
  readRule,
  readTarget,
  readTargetGroup,
} from './balancer-answers.ts';
import { isHealthy, readHostedZone, readRecord, zoneId } from './dns-answers.ts';
import * as ec2 from './ec2-answers.ts';
import { cidrAt, type Fields, list, malformed, object, optional, text } from './fields.ts';

/** Where answers are from, as far as they do not show it. */
export interface AnswerPlace {
  readonly region?: string;
  /** Twelve digits. */
  readonly account?: string;
}

function required(root: Fields, key: string): Fields {
  return object(root, key) ?? malformed(`${root.where}.${key}`, 'is missing');
}

/** The answers of one account and region. */
export function readScope(scope: string, answers: readonly Answer[], place: AnswerPlace = {}): ModelContent {
  const of = (key: string) => answers.filter((answer) => answer.key === key);
  const all = <T>(key: string, read: (each: Fields, scope: string) => T | undefined): T[] =>
    of(key).flatMap(({ root }) => list(root, key).flatMap((each) => read(each, scope) ?? []));
  const subnets = all('Subnets', ec2.readSubnet);
  const region = place.region ?? regionOfAnswers(scope, subnets);
  const parts = new Set(
    Object.entries(partOf).flatMap(([key, part]) => {
      const own = of(key);
      return isWhole(own) ? [part] : [];
    }),
  );
  const described: Scope = {
    id: scope,
    parts,
    ...(region !== undefined && { region }),
    ...(place.account !== undefined && { account: place.account }),
  };
  return {
    scopes: [described],
    vpcs: all('Vpcs', ec2.readVpc),
    subnets,
    routeTables: all('RouteTables', ec2.readRouteTable),
    networkAcls: all('NetworkAcls', ec2.readNetworkAcl),
    securityGroups: withRuleIds(all('SecurityGroups', ec2.readSecurityGroup), of('SecurityGroupRules')),
    interfaces: all('NetworkInterfaces', ec2.readInterface),
    instances: of('Reservations').flatMap(({ root }) =>
      list(root, 'Reservations').flatMap((reservation) =>
        list(reservation, 'Instances').map((each) => ec2.readInstance(each, scope)),
      ),
    ),
    internetGateways: all('InternetGateways', ec2.readGateway),
    natGateways: all('NatGateways', ec2.readNatGateway),
    egressOnlyGateways: all('EgressOnlyInternetGateways', ec2.readGateway),
    peerings: all('VpcPeeringConnections', ec2.readPeering),
    endpoints: all('VpcEndpoints', ec2.readEndpoint),
    prefixLists: prefixLists(all('PrefixLists', ec2.readPrefixList), of('Entries'), scope),
    publicAccess: of('VpcBlockPublicAccessOptions').map(({ root }) => ({
      scope,
      mode: ec2.readBlockMode(required(root, 'VpcBlockPublicAccessOptions')),
    })),
    exclusions: all('VpcBlockPublicAccessExclusions', ec2.readExclusion),
    loadBalancers: loadBalancers(all('LoadBalancers', readLoadBalancer), answers),
    targetGroups: targetGroups(all('TargetGroups', readTargetGroup), answers),
    hostedZones: hostedZones(all('HostedZones', readHostedZone), answers, scope),
    healthChecks: all('HealthChecks', (each): HealthCheck => {
      const id = text(each, 'Id');
      const seen = of('HealthCheckObservations').filter((answer) => isAbout(answer, id));
      const healthy = isHealthy(seen.flatMap(({ root }) => list(root, 'HealthCheckObservations')));
      return { id, scope, ...(healthy !== undefined && { isHealthy: healthy }) };
    }),
  };
}

/** The region of the zones of subnets; `undefined`: there are none. @throws GroundcrewError `network.saved.mixed-regions` */
export function regionOfAnswers(
  scope: string,
  subnets: readonly { readonly zone: string }[],
): string | undefined {
  const regions = new Set(subnets.map(({ zone }) => /^[a-z]+(?:-[a-z]+)+-\d+/.exec(zone)?.[0] ?? zone));
  if (regions.size > 1) {
    throw new GroundcrewError(
      'network.saved.mixed-regions',
      `the folder ${scope} has answers of ${[...regions].join(' and ')}; put each region in a folder of its own, so that ` +
        'what was collected of each is known',
    );
  }
  return [...regions][0];
}

function withRuleIds(groups: readonly SecurityGroup[], answers: readonly Answer[]): readonly SecurityGroup[] {
  const ids = new Map<string, string>();
  for (const { root } of answers) {
    for (const each of list(root, 'SecurityGroupRules')) {
      const { group, rule } = ec2.readGroupRule(each);
      ids.set(`${group} ${keyOf(rule)}`, rule.id!);
    }
  }
  if (ids.size === 0) return groups;
  return groups.map((group) => ({
    ...group,
    rules: group.rules.map((rule) => {
      const id = ids.get(`${group.id} ${keyOf(rule)}`);
      return id === undefined ? rule : { ...rule, id };
    }),
  }));
}

function keyOf({ isEgress, protocol, ports, peer }: GroupRule): string {
  const other =
    peer.kind === 'cidr'
      ? `${peer.cidr.first}/${peer.cidr.length}/${peer.cidr.family}`
      : peer.kind === 'group'
        ? peer.group
        : peer.prefixList;
  return `${isEgress} ${protocol} ${ports.join('-')} ${other}`;
}

function prefixLists(lists: readonly PrefixList[], entries: readonly Answer[], scope: string): PrefixList[] {
  const pages = Map.groupBy(
    entries,
    (answer) => /pl-[\da-z]+/.exec(answer.path)?.[0] ?? whose(answer, 'the id of the prefix list'),
  );
  const known = new Map<string, PrefixList>();
  for (const each of lists) known.set(each.id, { ...known.get(each.id), ...each });
  for (const [id, own] of pages) {
    const cidrs = own.flatMap(readEntries);
    if (isWhole(own)) known.set(id, { ...(known.get(id) ?? { id, scope }), cidrs });
  }
  return [...known.values()];
}

function readEntries({ root }: Answer) {
  return list(root, 'Entries').map(
    (entry) => cidrAt(entry, 'Cidr') ?? malformed(`${entry.where}.Cidr`, 'is missing'),
  );
}

function whose({ path, key }: Answer, wanted: string): never {
  throw new GroundcrewError(
    'network.saved.whose',
    `${path} has ${key}, which do not show of what: put ${wanted} in its name, as groundcrew network show --how-to-save does`,
  );
}

function loadBalancers(balancers: readonly LoadBalancer[], answers: readonly Answer[]): LoadBalancer[] {
  const listeners = new Map<string, Omit<Listener, 'rules'>[]>();
  const rules = new Map<string, NonNullable<Listener['rules']>[number][]>();
  const pages = new Map<string, Set<Answer>>();
  const isOnPage = (of: string, page: Answer) => pages.set(of, (pages.get(of) ?? new Set()).add(page));
  for (const answer of answers) {
    const { key, root } = answer;
    if (key === 'Listeners') {
      for (const each of list(root, key)) {
        const { balancer, listener } = readListener(each);
        pushTo(listeners, balancer, listener);
        isOnPage(balancer, answer);
      }
    }
    if (key === 'Rules') {
      for (const each of list(root, key)) {
        const { listener, rule } = readRule(each);
        const of = `${pathOf(text(each, 'RuleArn'))}/${listener}`;
        pushTo(rules, of, rule);
        isOnPage(of, answer);
      }
    }
  }
  // Without their last page, they are not known.
  const whole = <T>(lists: ReadonlyMap<string, T>, of: string): T | undefined =>
    isWhole([...(pages.get(of) ?? [])]) ? lists.get(of) : undefined;
  return balancers.map((balancer) => {
    const id = balancer.path.split('/').at(-1) ?? '';
    const empty = answers.some(
      (answer) =>
        answer.key === 'Listeners' &&
        list(answer.root, answer.key).length === 0 &&
        isWhole([answer]) &&
        isAbout(answer, id),
    );
    const own = listeners.has(balancer.id) ? whole(listeners, balancer.id) : empty ? [] : undefined;
    const attributes = attributesOf(answers, id);
    return {
      ...balancer,
      ...(own && {
        listeners: own.map((listener): Listener => {
          const found = whole(rules, `${balancer.path}/${listener.arn.split('/').at(-1)}`);
          return { ...listener, ...(found && { rules: found }) };
        }),
      }),
      ...(attributes && { attributes }),
    };
  });
}

function pushTo<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const found = lists.get(key);
  if (found) found.push(value);
  else lists.set(key, [value]);
}

function attributesOf(answers: readonly Answer[], id: string): ReadonlyMap<string, string> | undefined {
  const found = answers.find((answer) => answer.key === 'Attributes' && isAbout(answer, id));
  return found && readAttributes(list(found.root, 'Attributes'));
}

function targetGroups(groups: readonly TargetGroup[], answers: readonly Answer[]): TargetGroup[] {
  return groups.map((group) => {
    const id = group.id.split('/').at(-1) ?? '';
    const health = answers.filter(
      (answer) => answer.key === 'TargetHealthDescriptions' && isAbout(answer, id),
    );
    const attributes = attributesOf(answers, id);
    return {
      ...group,
      ...(health.length > 0 && {
        targets: health.flatMap(({ root }) => list(root, 'TargetHealthDescriptions').map(readTarget)),
      }),
      ...(attributes && { attributes }),
    };
  });
}

function hostedZones(listed: readonly HostedZone[], answers: readonly Answer[], scope: string): HostedZone[] {
  const zones = new Map(listed.map((zone) => [zone.id, zone]));
  for (const { key, root } of answers) {
    if (key !== 'HostedZone') continue;
    const own = readHostedZone(required(root, 'HostedZone'), scope);
    zones.set(own.id, { ...own, vpcs: list(root, 'VPCs').map((each) => text(each, 'VPCId')) });
  }
  const pages = Map.groupBy(
    answers.filter(({ key }) => key === 'ResourceRecordSets'),
    (answer) => zoneOf(answer, [...zones.values()]).id,
  );
  return [...zones.values()].map((zone) => {
    const own = pages.get(zone.id) ?? [];
    const records = own.flatMap(({ root }) => list(root, 'ResourceRecordSets').map(readRecord));
    // Without the last page, a name that is not among them may still be there.
    return { ...zone, ...(isWhole(own) && { records }) };
  });
}

/** By the id in the file's name, or by the SOA record, if only one zone has that name. */
function zoneOf(answer: Answer, zones: readonly HostedZone[]): HostedZone {
  const named = zones.filter(({ id }) => isAbout(answer, zoneId(id)));
  const soa = list(answer.root, 'ResourceRecordSets').find((each) => optional(each, 'Type') === 'SOA');
  const domain = soa && plainName(text(soa, 'Name'));
  const same = named.length > 0 ? named : zones.filter((zone) => zone.domain === domain);
  const [only, other] = same;
  return only && !other ? only : whose(answer, 'the id of the hosted zone');
}
