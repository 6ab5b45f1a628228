import { accountUnknown } from '../errors.ts';
import type { NetworkFile } from '../file/index.ts';
import { type Answer, isAbout, isWhole, type NetworkAnswer, recognizeAll } from '../saved/answer.ts';
import { plainName } from '../model/index.ts';
import { zoneId } from '../saved/dns-answers.ts';
import { type Fields, list, text } from '../saved/fields.ts';
import { regionOfAnswers } from '../saved/scope-content.ts';

/** Lists that a state is read from: without one of them, what is there is not known. */
const commands = {
  Vpcs: 'ec2 describe-vpcs',
  Subnets: 'ec2 describe-subnets',
  RouteTables: 'ec2 describe-route-tables',
  InternetGateways: 'ec2 describe-internet-gateways',
  EgressOnlyInternetGateways: 'ec2 describe-egress-only-internet-gateways',
  NatGateways: 'ec2 describe-nat-gateways',
  Addresses: 'ec2 describe-addresses',
  VpcEndpoints: 'ec2 describe-vpc-endpoints',
  VpcPeeringConnections: 'ec2 describe-vpc-peering-connections',
  SecurityGroups: 'ec2 describe-security-groups',
  SecurityGroupRules: 'ec2 describe-security-group-rules',
  LoadBalancers: 'elbv2 describe-load-balancers',
  TargetGroups: 'elbv2 describe-target-groups',
} as const;

export type ListName = keyof typeof commands;

/** The answers of the account and region of a network file. */
export interface Lists {
  /** The objects of a list. */
  of(name: ListName): readonly Fields[];
  /** Answers about one object, whose id is in their names: `undefined`, if there are none, or not the last page. */
  about(key: 'Listeners' | 'ResourceRecordSets', id: string): readonly Fields[] | undefined;
  /** The names of all hosted zones of the account, by their ids; `undefined`: not known. */
  hostedZones(): ReadonlyMap<string, string> | undefined;
  /** The ids of the zones that the account can use in the region; `undefined`: not known. */
  zones(): readonly string[] | undefined;
  /** The objects of all answers of a kind. */
  all(key: 'TagDescriptions' | 'EnableDnsHostnames'): readonly Fields[];
}

/**
 * Those of the answers that are of the file's region.
 *
 * @throws GroundcrewError `network.account.unknown`: a list is not there, or not its last page; or there are none of the
 * region, or of several accounts
 */
export function listsOf(answers: readonly NetworkAnswer[], file: NetworkFile): Lists {
  const { known } = recognizeAll(answers);
  const own = ofRegion(known, file);
  const withKey = (key: string) => own.filter((answer) => answer.key === key);
  const missing = Object.entries(commands).flatMap(([name, command]) =>
    isWhole(withKey(name)) ? [] : [command],
  );
  if (missing.length > 0)
    throw accountUnknown(file, `${missing.join(', ')} could not be read, or not wholly`);
  return {
    of: (name) => withKey(name).flatMap(({ root }) => list(root, name)),
    about(key, id) {
      const found = withKey(key).filter((answer) => isAbout(answer, id));
      return isWhole(found) ? found.flatMap(({ root }) => list(root, key)) : undefined;
    },
    hostedZones() {
      const found = withKey('HostedZones');
      if (!isWhole(found)) return undefined;
      const zones = found.flatMap(({ root }) => list(root, 'HostedZones'));
      return new Map(zones.map((each) => [zoneId(text(each, 'Id')), plainName(text(each, 'Name'))]));
    },
    zones() {
      const found = withKey('AvailabilityZones').flatMap(({ root }) => list(root, 'AvailabilityZones'));
      // A region has some.
      return found.length > 0 ? found.map((each) => text(each, 'ZoneId')) : undefined;
    },
    all: (key) => withKey(key).flatMap(({ root }) => (key === 'TagDescriptions' ? list(root, key) : [root])),
  };
}

/** The scope of the file's region; of answers that show no region, the one that is named as it, or the only one. */
function ofRegion(known: readonly Answer[], file: NetworkFile): readonly Answer[] {
  const scopes = [...Map.groupBy(known, ({ scope }) => scope)].map(([scope, answers]) => {
    const zones = answers
      .filter(({ key }) => key === 'Subnets')
      .flatMap(({ root }) => list(root, 'Subnets'))
      .map((subnet) => ({ zone: text(subnet, 'AvailabilityZone') }));
    return { answers, region: regionOfAnswers(scope, zones), name: scope.slice(scope.lastIndexOf('/') + 1) };
  });
  const fitting = scopes.filter(
    ({ region, name }) => (region ?? (scopes.length === 1 ? file.region : name)) === file.region,
  );
  const [only, other] = fitting;
  if (!only) throw accountUnknown(file, 'there are no answers of that region');
  if (other) {
    throw accountUnknown(
      file,
      'there are answers of that region of several accounts or folders; pass a folder, or a snapshot, of its account alone',
    );
  }
  return only.answers;
}
