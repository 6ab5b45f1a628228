import type { Form } from '../../form.ts';
import { writeXml, type XmlElements } from '../../xml.ts';
import { invalidParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { overlaps, parseCidr } from './cidr.ts';
import { newResource, required, SUCCESS, tagElements } from './making.ts';
import { refused } from './network-errors.ts';
import type { RegionNetwork } from './region-network.ts';
import type { Peering, PeeringSide } from './network-resources.ts';

/** A deleted one is returned for a while; how long is unverified. */
const GONE_MS = 2 * 3_600_000;

/** Requests a peering of two VPCs of this account and region, the only ones here. @throws AwsError */
export function createVpcPeeringConnection(form: Form, context: RequestContext): string {
  const { network } = context;
  const requester = sideOf(required(form, 'VpcId'), network);
  const { accountId, region } = network;
  if ((form.text('PeerOwnerId') ?? accountId) !== accountId || (form.text('PeerRegion') ?? region) !== region)
    throw invalidParameter('the embedded AWS has peerings within one account and region only');
  const accepter = sideOf(required(form, 'PeerVpcId'), network);
  const ranges = (side: PeeringSide) => side.cidrs.map((cidr) => parseCidr(cidr)!);
  if (ranges(requester).some((one) => ranges(accepter).some((other) => overlaps(one, other)))) {
    throw invalidParameter(
      `The VPC peering connection cannot be created: the CIDR blocks of ${requester.vpcId} and ${accepter.vpcId} overlap`,
    );
  }
  const put: Peering = {
    ...newResource('vpc-peering-connection', form, context),
    requester,
    accepter,
    status: 'pending-acceptance',
  };
  network.commit({ put });
  const elements = { ...peeringElements(put), tagSet: tagElements(put.tags) };
  return writeXml({ vpcPeeringConnection: elements });
}

function sideOf(vpcId: string, network: RegionNetwork): PeeringSide {
  const { id, cidrs } = network.get('vpc', vpcId);
  const { accountId, region } = network;
  return { vpcId: id, accountId, region, cidrs: cidrs.map(({ cidr }) => cidr) };
}

/** @throws AwsError `InvalidStateTransition` */
export function acceptVpcPeeringConnection(form: Form, { network }: RequestContext): string {
  const peering = network.get('vpc-peering-connection', required(form, 'VpcPeeringConnectionId'));
  if (peering.status === 'deleted') throw wrongState(peering.id);
  const put: Peering = { ...peering, status: 'active' };
  network.commit({ put });
  const elements = { ...peeringElements(put), tagSet: tagElements(put.tags) };
  return writeXml({ vpcPeeringConnection: elements });
}

/** @throws AwsError `InvalidStateTransition` */
export function deleteVpcPeeringConnection(form: Form, { network }: RequestContext): string {
  const peering = network.get('vpc-peering-connection', required(form, 'VpcPeeringConnectionId'));
  if (peering.status === 'deleted') throw wrongState(peering.id);
  network.commit({ put: { ...peering, status: 'deleted', goneMs: network.nowMs + GONE_MS } });
  return SUCCESS;
}

const wrongState = (id: string) =>
  refused('InvalidStateTransition', `${id} is not in the correct state for the request.`);

const messages: Readonly<Record<Peering['status'], string>> = {
  'pending-acceptance': 'Pending Acceptance',
  active: 'Active',
  deleted: 'Deleted',
};

/** The elements of a peering, except its tags. */
export function peeringElements({ id, requester, accepter, status }: Peering): XmlElements {
  return {
    vpcPeeringConnectionId: id,
    requesterVpcInfo: sideElements(requester),
    accepterVpcInfo: sideElements(accepter),
    status: { code: status, message: messages[status] },
  };
}

function sideElements({ vpcId, accountId, region, cidrs }: PeeringSide): XmlElements {
  return {
    vpcId,
    ownerId: accountId,
    region,
    cidrBlock: cidrs[0],
    cidrBlockSet: { item: cidrs.map((cidrBlock) => ({ cidrBlock })) },
    peeringOptions: {
      allowDnsResolutionFromRemoteVpc: false,
      allowEgressFromLocalClassicLinkToRemoteVpc: false,
      allowEgressFromLocalVpcToRemoteClassicLink: false,
    },
  };
}
