import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { type Cidr, contains, overlaps, parseCidr } from './cidr.ts';
import { defaultEntries } from './default-rules.ts';
import { isTrue, required } from './making.ts';
import { refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { CidrAssociation, Vpc } from './network-resources.ts';
import { newIpv6Range, vpcCidr, vpcIpv6Elements } from './vpc-cidrs.ts';

/** Adds a range to a VPC. @throws AwsError */
export function associateVpcCidrBlock(form: Form, { network, networkSettings }: RequestContext): string {
  const vpc = network.get('vpc', required(form, 'VpcId'));
  if (isTrue(form, 'AmazonProvidedIpv6CidrBlock')) {
    if (vpc.ipv6.filter(({ isGone }) => !isGone).length >= networkSettings.quotas.rangesPerVpc)
      throw tooMany(vpc, networkSettings.quotas.rangesPerVpc);
    const added = newIpv6Range(vpc.id, vpc.ipv6, network);
    const acls = network
      .all('network-acl')
      .filter(
        ({ vpcId, isDefault, entries }) => vpcId === vpc.id && isDefault && !entries.some(({ ipv6 }) => ipv6),
      );
    network.commit(
      { put: { ...vpc, ipv6: [...vpc.ipv6, added] } },
      // Its rules for IPv4 are those of the default; what was changed of them stays.
      ...acls.map((acl) => ({
        put: {
          ...acl,
          entries: [...acl.entries, ...defaultEntries(true).filter(({ ipv6 }) => ipv6 !== undefined)],
        },
      })),
    );
    const association = vpcIpv6Elements(added, 'associating', network.region);
    return writeXml({ vpcId: vpc.id, ipv6CidrBlockAssociation: association });
  }
  const written = form.text('CidrBlock');
  if (written === undefined) throw missingParameter('cidrBlock');
  const cidr = vpcCidr(written);
  checkFurtherRange(parseCidr(cidr)!, vpc, network);
  if (vpc.cidrs.length >= networkSettings.quotas.rangesPerVpc)
    throw tooMany(vpc, networkSettings.quotas.rangesPerVpc);
  const added = {
    id: network.idOf('vpc-cidr-assoc', `${vpc.id} ${cidr} ${network.next('vpc').serial}`),
    cidr,
  };
  network.commit({ put: { ...vpc, cidrs: [...vpc.cidrs, added] } });
  return writeXml({ vpcId: vpc.id, cidrBlockAssociation: association(added, 'associating') });
}

function association({ id, cidr }: CidrAssociation, state: string): XmlElements {
  return { associationId: id, cidrBlock: cidr, cidrBlockState: { state } };
}

const tooMany = ({ id }: Vpc, max: number) =>
  refused('CidrLimitExceeded', `This network '${id}' has met its maximum number of allowed CIDRs: ${max}`);

const range = (text: string): Cidr => parseCidr(text)!;
const privateRanges = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'].map(range);
const services = range('198.19.0.0/16');
const defaultVpc = range('172.31.0.0/16');
const lowTen = range('10.0.0.0/15');
const firstTen = range('10.0.0.0/16');

/**
 * Refuses a range that cannot be beside those of the VPC.
 *
 * Rules: the table "IPv4 CIDR block association restrictions" of "VPC CIDR blocks", VPC user guide; that one of the
 * VPC's own ranges has the same code is unverified.
 *
 * @throws AwsError `InvalidVpc.Range`
 */
function checkFurtherRange(added: Cidr, vpc: Vpc, network: RegionNetwork): void {
  const present = vpc.cidrs.map(({ cidr }) => range(cidr));
  const primary = present[0]!;
  const own = privateRanges.find((each) => contains(each, primary));
  const other = privateRanges.find((each) => overlaps(each, added));
  const routes = network
    .all('route-table')
    .filter(({ vpcId }) => vpcId === vpc.id)
    .flatMap((table) => table.routes.map(({ destination }) => parseCidr(destination)));
  const isRestricted =
    present.some((each) => overlaps(each, added)) ||
    overlaps(added, services) ||
    (other !== undefined && other !== own) ||
    (overlaps(added, firstTen) && present.some((each) => contains(lowTen, each))) ||
    (own === privateRanges[1] && overlaps(added, defaultVpc)) ||
    routes.some((route) => route !== undefined && contains(added, route));
  if (!isRestricted) return;
  throw refused(
    'InvalidVpc.Range',
    `The CIDR '${formatted(added)}' is restricted. Use a CIDR from the same private address range as the current VPC CIDR, ` +
      'or use a publicly-routable CIDR. For additional restrictions, see https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html',
  );
}

const formatted = ({ first, length }: Cidr) =>
  `${[24n, 16n, 8n, 0n].map((shift) => (first >> shift) & 255n).join('.')}/${length}`;

/** Takes a range from a VPC, if no subnet is in it. @throws AwsError */
export function disassociateVpcCidrBlock(form: Form, { network }: RequestContext): string {
  const id = required(form, 'AssociationId');
  const vpc = network
    .found('vpc')
    .find(({ cidrs, ipv6 }) => [...cidrs, ...ipv6].some((each) => each.id === id && !each.isGone));
  if (!vpc) {
    throw refused(
      'InvalidVpcCidrBlockAssociationIdError.NotFound',
      `The vpc CIDR block association ID '${id}' does not exist`,
    );
  }
  const v4 = vpc.cidrs.find((each) => each.id === id);
  if (v4 && v4 === vpc.cidrs[0]) {
    throw refused(
      'OperationNotPermitted',
      `The vpc CIDR block with association ID ${id} may not be disassociated. It is the primary IPv4 CIDR block of the VPC`,
    );
  }
  const removed = v4 ?? vpc.ipv6.find((each) => each.id === id)!;
  const inside = network
    .all('subnet')
    .filter(({ vpcId }) => vpcId === vpc.id)
    .flatMap(({ cidr, ipv6 }) => [cidr, ...ipv6.filter(({ isGone }) => !isGone).map((each) => each.cidr)]);
  if (inside.some((each) => contains(range(removed.cidr), range(each)))) {
    throw refused(
      'InvalidCidrBlock.InUse',
      `The vpc ${vpc.id} currently has a subnet within CIDR block ${removed.cidr}`,
    );
  }
  if (v4) {
    network.commit({ put: { ...vpc, cidrs: vpc.cidrs.filter((each) => each !== v4) } });
    return writeXml({ vpcId: vpc.id, cidrBlockAssociation: association(v4, 'disassociating') });
  }
  const ipv6 = vpc.ipv6.map((each) => (each === removed ? { ...each, isGone: true as const } : each));
  network.commit({ put: { ...vpc, ipv6 } });
  const elements = vpcIpv6Elements(removed, 'disassociating', network.region);
  return writeXml({ vpcId: vpc.id, ipv6CidrBlockAssociation: elements });
}
