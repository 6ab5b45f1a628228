import { GroundcrewError, messageOf } from '@groundcrew/errors';
import type { ModelPart } from '../model/index.ts';
import { type Fields, fieldsOf } from './fields.ts';

/** A file of a folder of saved answers. */
export interface SavedFile {
  /** Below the folder, with `/`. */
  readonly path: string;
  readonly text: string;
}

/** An answer of AWS, as the AWS CLI prints it. */
export interface NetworkAnswer {
  /** The path of its file, or what it would be called: without `.json`, or with it. */
  readonly path: string;
  readonly value: unknown;
}

/** Lists that name the part that they are. */
export const partOf: Readonly<Record<string, ModelPart>> = {
  Vpcs: 'vpcs',
  Subnets: 'subnets',
  RouteTables: 'route-tables',
  NetworkAcls: 'network-acls',
  SecurityGroups: 'security-groups',
  NetworkInterfaces: 'network-interfaces',
  Reservations: 'instances',
  InternetGateways: 'internet-gateways',
  NatGateways: 'nat-gateways',
  EgressOnlyInternetGateways: 'egress-only-internet-gateways',
  VpcPeeringConnections: 'vpc-peering-connections',
  VpcEndpoints: 'vpc-endpoints',
  PrefixLists: 'managed-prefix-lists',
  VpcBlockPublicAccessOptions: 'vpc-block-public-access-options',
  VpcBlockPublicAccessExclusions: 'vpc-block-public-access-exclusions',
  LoadBalancers: 'load-balancers',
  TargetGroups: 'target-groups',
  HostedZones: 'hosted-zones',
  HealthChecks: 'health-checks',
};

/** What belongs to an object: its answer has the id, or the file's name has. */
const detailKeys = [
  'SecurityGroupRules',
  'Entries',
  'Listeners',
  'Rules',
  'TargetHealthDescriptions',
  'Attributes',
  'ResourceRecordSets',
  'HostedZone',
  'HealthCheckObservations',
  // Those that only plans read.
  'Addresses',
  'AvailabilityZones',
  'TagDescriptions',
  'EnableDnsHostnames',
] as const;

/** An answer that is one of those which are read: by the list or object that it has. */
export interface Answer {
  readonly path: string;
  readonly scope: string;
  readonly key: string;
  readonly root: Fields;
}

/** The value of a saved file. @throws GroundcrewError `network.saved.not-json` */
export function parseSaved({ path, text }: SavedFile): NetworkAnswer {
  try {
    // PowerShell writes a byte order mark.
    return { path, value: JSON.parse(text.replace(/^\uFEFF/, '')) as unknown };
  } catch (error) {
    throw new GroundcrewError(
      'network.saved.not-json',
      `${path} is not JSON: ${messageOf(error)}; save the answer again, with --output json`,
      { cause: error },
    );
  }
}

/** What an answer is, by its content; `undefined`: none that is read. */
export function recognize({ path, value }: NetworkAnswer): Answer | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const root = fieldsOf(value, path);
  const key = [...Object.keys(partOf), ...detailKeys].find((each) => Object.hasOwn(root.value, each));
  const scope = path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '.';
  return key === undefined ? undefined : { path, scope, key, root };
}

/** Those that are read, and the paths of the others; in the order of their paths. */
export function recognizeAll(answers: readonly NetworkAnswer[]): {
  readonly known: readonly Answer[];
  readonly ignored: readonly string[];
} {
  const known: Answer[] = [];
  const ignored: string[] = [];
  for (const each of answers.toSorted((one, other) => (one.path < other.path ? -1 : 1))) {
    const answer = recognize(each);
    if (answer) known.push(answer);
    else ignored.push(each.path);
  }
  return { known, ignored };
}

/** Whether the last page of a list is among these: each listing has one. Route 53 has `IsTruncated`, and others a token. */
export function isWhole(pages: readonly Answer[]): boolean {
  return pages.some(
    ({ root: { value } }) =>
      (value['NextToken'] ?? '') === '' &&
      (value['NextMarker'] ?? '') === '' &&
      value['IsTruncated'] !== true,
  );
}

/**
 * Whether the name of an answer has the id of an object. Ids of hosted zones are of different lengths, so that one may be the
 * beginning or the end of another.
 */
export function isAbout({ path, scope }: Answer, id: string): boolean {
  if (id === '') return false;
  const name = scope === '.' ? path : path.slice(scope.length + 1);
  for (let at = name.indexOf(id); at >= 0; at = name.indexOf(id, at + 1)) {
    const [before, after] = [name[at - 1] ?? '', name[at + id.length] ?? ''];
    if (!/[A-Z\d]/.test(before) && !/[A-Za-z\d]/.test(after)) return true;
  }
  return false;
}
