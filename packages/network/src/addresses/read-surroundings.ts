import { type Coverage, linkedIds, nameOf, type Resource, resourceAttributes } from '@groundcrew/account';
import { type Cidr, parseCidr } from '../cidr/index.ts';
import { surroundingsUnknown } from '../errors.ts';
import type { NetworkFile } from '../file/index.ts';
import type { ExistingSubnet, ExistingVpc, Surroundings } from './address-plan.ts';

/** The tag of what belongs to a network file: its value is the name of the network. */
export const NETWORK_TAG = 'groundcrew:network';
/** The tag of what belongs to a network file: its value is the key of the item. */
export const KEY_TAG = 'groundcrew:key';
/** The tag of a subnet that names its tier. */
export const TIER_TAG = 'groundcrew:tier';

/**
 * What a snapshot of an account has of a network: its VPC, by its tag, and all other ranges of the region.
 *
 * @throws GroundcrewError `network.snapshot.unknown`: VPCs or subnets of the region are not in the snapshot, or not wholly
 */
export function readSurroundings(
  file: NetworkFile,
  resources: readonly Resource[],
  coverage: readonly Coverage[],
): Surroundings {
  for (const type of ['ec2:vpc', 'ec2:subnet']) {
    const rows = coverage.filter((row) => row.region === file.region && row.type === type);
    if (rows.length === 0 || rows.some(({ status }) => status !== 'listed')) {
      throw surroundingsUnknown(file.region, `has not all of ${type} there`);
    }
  }
  const inRegion = resources.filter(({ region }) => region === file.region);
  const vpcs = inRegion.filter(({ type }) => type === 'ec2:vpc');
  const untagged = inRegion.find(
    ({ type, tags }) => tags === null && (type === 'ec2:vpc' || type === 'ec2:subnet'),
  );
  if (untagged) throw surroundingsUnknown(file.region, `does not have the tags of ${untagged.id}`);
  const own = vpcs.filter(({ tags }) => tags?.[NETWORK_TAG] === file.name);
  if (own.length > 1) {
    throw surroundingsUnknown(
      file.region,
      `has several VPCs of the name ${file.name}: ${own.map(({ id }) => id).join(', ')}`,
    );
  }
  const [vpc] = own;
  return {
    ...(vpc && { vpc: toVpc(file, vpc, inRegion) }),
    others: vpcs
      .filter((each) => each !== vpc)
      .map((each) => {
        const name = nameOf(each);
        return { what: name === undefined ? each.id : `${each.id} (${name})`, cidr: rangeOf(file, each) };
      }),
  };
}

function toVpc(file: NetworkFile, vpc: Resource, resources: readonly Resource[]): ExistingVpc {
  const cidr = rangeOf(file, vpc);
  const subnets = resources.filter(
    ({ type, links }) => type === 'ec2:subnet' && linkedIds(links, 'vpc').includes(vpc.id),
  );
  return { id: vpc.id, ranges: [cidr], subnets: subnets.map((subnet) => toSubnet(file, subnet)) };
}

function toSubnet(file: NetworkFile, subnet: Resource): ExistingSubnet {
  const cidr = parseCidr(resourceAttributes(subnet)?.cidr ?? '');
  const zone = subnet.attributes?.['zoneId'];
  if (typeof cidr === 'string' || typeof zone !== 'string') {
    throw surroundingsUnknown(file.region, `does not have the range and the zone id of ${subnet.id}`);
  }
  const { tags } = subnet;
  const tier = tags?.[NETWORK_TAG] === file.name ? tags[TIER_TAG] : undefined;
  return { id: subnet.id, cidr, zone, ...(tier !== undefined && { tier }) };
}

function rangeOf(file: NetworkFile, vpc: Resource): Cidr {
  const cidr = parseCidr(resourceAttributes(vpc)?.cidr ?? '');
  if (typeof cidr === 'string')
    throw surroundingsUnknown(file.region, `does not have the range of ${vpc.id}`);
  return cidr;
}
