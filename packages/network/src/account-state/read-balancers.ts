import { accountUnknown } from '../errors.ts';
import { loadBalancerName, targetGroupName } from '../file/index.ts';
import { type Fields, list, numberAt, object, optional, tagsOf, text, texts } from '../saved/fields.ts';
import { keyTagOf, type Reading, refTo, type Tags } from './reading.ts';

/** What the file calls its load balancers and target groups in AWS, by that name. */
interface FileNames {
  readonly balancers: ReadonlyMap<string, string>;
  readonly targetGroups: ReadonlyMap<string, { readonly key: string; readonly health?: string }>;
}

/** Load balancers of the network, and their host names, by their keys. */
export interface OwnBalancer {
  readonly key: string;
  readonly dnsName: string;
}

/**
 * Target groups, load balancers and listeners. Those of others that have a name which the network wants are in the way.
 *
 * @throws GroundcrewError `network.account.unknown`: tags, or the listeners of a load balancer of the network, are not known
 */
export function readBalancers(reading: Reading): readonly OwnBalancer[] {
  const names = namesOf(reading);
  const tags = tagsByArn(reading);
  readTargetGroups(reading, names, tags);
  const found: OwnBalancer[] = [];
  for (const balancer of reading.lists.of('LoadBalancers')) {
    const own = readBalancer(reading, balancer, names, tags);
    if (own) found.push(own);
  }
  return found;
}

function namesOf({ file }: Reading): FileNames {
  const balancers = new Map<string, string>();
  const targetGroups = new Map<string, { key: string; health?: string }>();
  for (const balancer of file.loadBalancers.values()) {
    const { name, type, scheme, listeners } = balancer;
    balancers.set(loadBalancerName(file.name, balancer), `load-balancer:${name}/${type}/${scheme}`);
    for (const { target } of listeners) {
      targetGroups.set(targetGroupName(file.name, name, target), {
        key: `target-group:${name}/${target.protocol}/${target.port}/${target.type}`,
        ...(target.health !== undefined && { health: target.health }),
      });
    }
  }
  return { balancers, targetGroups };
}

function tagsByArn({ file, lists }: Reading): (arn: string) => Tags {
  const known = new Map(
    lists.all('TagDescriptions').map((each) => [text(each, 'ResourceArn'), tagsOf(each)]),
  );
  return (arn) => {
    const tags = known.get(arn);
    if (!tags) throw accountUnknown(file, `elbv2 describe-tags of ${arn} could not be read`);
    return tags;
  };
}

function readTargetGroups(reading: Reading, names: FileNames, tagsOfArn: (arn: string) => Tags): void {
  const { lists, add, isOurs, tagsProp, keyOf, foreign } = reading;
  for (const group of lists.of('TargetGroups')) {
    const arn = text(group, 'TargetGroupArn');
    const name = text(group, 'TargetGroupName');
    const wanted = names.targetGroups.get(name);
    const tags = tagsOfArn(arn);
    if (!isOurs(tags)) {
      if (wanted) foreign.add(wanted.key);
      continue;
    }
    const key = keyTagOf(tags, 'target-group') ?? wanted?.key;
    if (key === undefined) continue;
    const path = optional(group, 'HealthCheckPath');
    // What AWS chooses where the file has no value is not compared.
    const health = path === '/' && wanted?.health === undefined ? undefined : path;
    add({
      kind: 'target-group',
      key,
      name,
      id: arn,
      props: {
        protocol: optional(group, 'Protocol') ?? '',
        port: numberAt(group, 'Port') ?? 0,
        targetType: text(group, 'TargetType'),
        ...(health !== undefined && { health }),
        tags: tagsProp(tags),
      },
      refs: refTo('vpc', keyOf(optional(group, 'VpcId'))),
    });
  }
}

function readBalancer(
  reading: Reading,
  balancer: Fields,
  names: FileNames,
  tagsOfArn: (arn: string) => Tags,
): OwnBalancer | undefined {
  const { add, isOurs, tagsProp, checkVpc, keyOf, foreign } = reading;
  const arn = text(balancer, 'LoadBalancerArn');
  const name = text(balancer, 'LoadBalancerName');
  const wanted = names.balancers.get(name);
  const tags = tagsOfArn(arn);
  if (!isOurs(tags)) {
    if (wanted !== undefined) foreign.add(wanted);
    return undefined;
  }
  const key = keyTagOf(tags, 'load-balancer') ?? wanted;
  if (key === undefined) return undefined;
  checkVpc(arn, optional(balancer, 'VpcId'));
  const zones = list(balancer, 'AvailabilityZones');
  // Only gateway load balancers have none, and the network makes none of these.
  const scheme = optional(balancer, 'Scheme') ?? 'internal';
  add({
    kind: 'load-balancer',
    key,
    name,
    id: arn,
    props: {
      type: text(balancer, 'Type'),
      scheme,
      ipAddressType: text(balancer, 'IpAddressType'),
      zones: zones.length,
      tags: tagsProp(tags),
    },
    refs: {
      subnets: zones.flatMap((zone) => keyOf(optional(zone, 'SubnetId')) ?? []),
      groups: texts(balancer, 'SecurityGroups').flatMap((id) => keyOf(id) ?? []),
      ...(scheme === 'internet-facing' && { gateway: 'gateway-attachment' }),
    },
  });
  readListeners(reading, { arn, name, key });
  return { key, dnsName: (optional(balancer, 'DNSName') ?? '').toLowerCase() };
}

/** A listener that leads to a target group of the network is of it; another one is in the way of the same port. */
function readListeners(
  { file, lists, add, keyOf, foreign }: Reading,
  balancer: { readonly arn: string; readonly name: string; readonly key: string },
): void {
  const listeners = lists.about('Listeners', balancer.arn.slice(balancer.arn.lastIndexOf('/') + 1));
  if (!listeners) throw accountUnknown(file, `elbv2 describe-listeners of ${balancer.arn} could not be read`);
  for (const listener of listeners) {
    const port = numberAt(listener, 'Port');
    if (port === undefined) throw accountUnknown(file, `a listener of ${balancer.arn} has no port`);
    const key = `listener:${balancer.name}/${port}`;
    const target = keyOf(forwardOf(listener));
    if (target === undefined) {
      foreign.add(key);
      continue;
    }
    const [certificate] = list(listener, 'Certificates');
    const certificateArn = certificate && optional(certificate, 'CertificateArn');
    add({
      kind: 'listener',
      key,
      name: `${port} of ${balancer.name}`,
      id: text(listener, 'ListenerArn'),
      props: {
        port,
        protocol: text(listener, 'Protocol'),
        ...(certificateArn !== undefined && { certificate: certificateArn }),
      },
      refs: { loadBalancer: balancer.key, target },
    });
  }
}

/** The one target group that a listener leads to by default. */
function forwardOf(listener: Fields): string | undefined {
  const forward = list(listener, 'DefaultActions').find((action) => optional(action, 'Type') === 'forward');
  if (!forward) return undefined;
  const config = object(forward, 'ForwardConfig');
  const groups = config ? list(config, 'TargetGroups') : [];
  if (groups.length > 1) return undefined;
  return optional(forward, 'TargetGroupArn') ?? (groups[0] && optional(groups[0], 'TargetGroupArn'));
}
