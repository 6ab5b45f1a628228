import { childrenOf, childText, type ParsedXml, type XmlElements } from '../xml.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import {
  changeXml,
  createId,
  newChange,
  readRequest,
  zoneArn,
  type ZoneContext,
  type ZoneOperation,
} from './context.ts';
import { readComment } from './comment.ts';
import { DomainNameError, readDomainName } from './domain-names.ts';
import {
  conflictingDomain,
  invalidDomainName,
  invalidInput,
  noSuchVpc,
  zoneExists,
  zoneNotEmpty,
} from './errors.ts';
import { recordsOf, zoneAt, zonesOf } from './find-zones.ts';
import type { HostedZone, ZoneVpc } from './model.ts';
import { nameServersOf, standardRecords } from './standard-records.ts';

const COLLECTION = /^\/2013-04-01\/hostedzone\/?$/;
export const ZONE = /^\/2013-04-01\/hostedzone\/([^/]+)\/?$/;

export function createZoneOperations(context: ZoneContext): Readonly<Record<string, ZoneOperation>> {
  const { store, registry } = context;

  return {
    CreateHostedZone: {
      method: 'POST',
      path: COLLECTION,
      act(call) {
        const { caller } = call;
        const request = readRequest(call);
        const callerReference = childText(request, 'CallerReference');
        if (!callerReference || callerReference.length > 128)
          throw invalidInput('Invalid request: CallerReference must have 1 to 128 characters');
        const zones = zonesOf(context, caller);
        if (zones.some((zone) => zone.callerReference === callerReference)) throw zoneExists();
        const name = readName(childText(request, 'Name') ?? '');
        const [config] = childrenOf(request, 'HostedZoneConfig');
        const [vpc] = childrenOf(request, 'VPC');
        const comment = readComment(config);
        for (const [parent, child] of [
          [config, 'HostedZoneTier'],
          [request, 'EnablePublicDNSFallback'],
          [request, 'ChangeGuardrails'],
        ] as const)
          if (childrenOf(parent, child).length > 0)
            throw invalidInput(`${child} is not supported by the embedded AWS`);
        if (childText(request, 'DelegationSetId') !== undefined)
          throw invalidInput('Reusable delegation sets are not supported by the embedded AWS');
        if (childText(config, 'PrivateZone') === 'true' && vpc === undefined)
          throw invalidInput(
            "When you're creating a private hosted zone, you must also specify values for VPCId and VPCRegion.",
          );
        const vpcs = vpc === undefined ? [] : [readVpc(vpc, caller, context)];
        for (const each of vpcs) checkConflict(zones, name, each);
        const zone: HostedZone = {
          id: createId('Z'),
          accountId: caller.accountId,
          name,
          callerReference,
          ...(comment !== undefined && { comment }),
          isPrivate: vpcs.length > 0,
          vpcs,
          tags: {},
        };
        const change = newChange(context, caller.accountId);
        const all = standardRecords(zone);
        store.commit({ zone, records: { zoneId: zone.id, all }, change });
        return {
          status: 201,
          headers: { location: `https://route53.amazonaws.com/2013-04-01/hostedzone/${zone.id}` },
          elements: {
            HostedZone: zoneXml(zone, all.size),
            ChangeInfo: changeXml(change, context),
            DelegationSet: delegationXml(zone),
            VPC: vpcs.map(vpcXml)[0],
          },
        };
      },
    },

    GetHostedZone: {
      method: 'GET',
      path: ZONE,
      resourceOf: zoneArn,
      act({ id, caller }) {
        const zone = zoneAt(context, id, caller);
        return {
          elements: {
            HostedZone: zoneXml(zone, recordsOf(context, zone).size),
            DelegationSet: zone.isPrivate ? undefined : delegationXml(zone),
            VPCs: zone.vpcs.length === 0 ? undefined : { VPC: zone.vpcs.map(vpcXml) },
          },
        };
      },
    },

    DeleteHostedZone: {
      method: 'DELETE',
      path: ZONE,
      resourceOf: zoneArn,
      act({ id, caller }) {
        const zone = zoneAt(context, id, caller);
        if (zone.isDescribed)
          throw invalidInput(`The hosted zone ${id} is one of the account file, and cannot be deleted here`);
        const isStandard = (name: string, type: string) =>
          name === zone.name && (type === 'NS' || type === 'SOA');
        if ([...recordsOf(context, zone).values()].some(({ Name, Type }) => !isStandard(Name, Type)))
          throw zoneNotEmpty();
        const change = newChange(context, caller.accountId);
        store.commit({ goneZone: id, change });
        registry.tags.forget(zoneArn(id));
        return { elements: { ChangeInfo: changeXml(change, context) } };
      },
    },

    UpdateHostedZoneComment: {
      method: 'POST',
      path: ZONE,
      resourceOf: zoneArn,
      act(call) {
        const { comment: _before, ...zone } = zoneAt(context, call.id, call.caller);
        const comment = readComment(readRequest(call));
        const changed: HostedZone = { ...zone, ...(comment !== undefined && { comment }) };
        store.commit({ zone: changed });
        return { elements: { HostedZone: zoneXml(changed, recordsOf(context, changed).size) } };
      },
    },
  };
}

/** @throws AwsError `InvalidDomainName` */
export function readName(text: string): string {
  try {
    return readDomainName(text);
  } catch (error) {
    if (error instanceof DomainNameError) throw invalidDomainName(error.message);
    throw error;
  }
}

/** @throws AwsError `InvalidVPCId`, `InvalidInput` */
export function readVpc(
  element: ParsedXml,
  { accountId }: Pick<AccountRegion, 'accountId'>,
  { hasVpc }: Pick<ZoneContext, 'hasVpc'>,
): ZoneVpc {
  const [vpcId, vpcRegion] = [childText(element, 'VPCId'), childText(element, 'VPCRegion')];
  if (!vpcId || !vpcRegion)
    throw invalidInput('Invalid request: VPCId and VPCRegion must be specified of a VPC');
  if (!hasVpc({ accountId, region: vpcRegion }, vpcId)) throw noSuchVpc(vpcId, vpcRegion);
  return { vpcId, vpcRegion };
}

/** One name has one private zone in a VPC. @throws AwsError `ConflictingDomainExists` */
export function checkConflict(
  zones: readonly HostedZone[],
  name: string,
  { vpcId, vpcRegion }: ZoneVpc,
): void {
  const other = zones.find((zone) => zone.name === name && zone.vpcs.some((vpc) => vpc.vpcId === vpcId));
  if (other)
    throw conflictingDomain(
      `The VPC ${vpcId} in region ${vpcRegion} has already been associated with the hosted zone ${other.id} with the same domain name.`,
    );
}

/** "HostedZone" of the API reference. */
export function zoneXml(zone: HostedZone, recordCount: number): XmlElements {
  return {
    Id: `/hostedzone/${zone.id}`,
    Name: zone.name,
    CallerReference: zone.callerReference,
    Config: { Comment: zone.comment, PrivateZone: zone.isPrivate },
    ResourceRecordSetCount: recordCount,
  };
}

function vpcXml({ vpcId, vpcRegion }: ZoneVpc): XmlElements {
  return { VPCRegion: vpcRegion, VPCId: vpcId };
}

function delegationXml(zone: HostedZone): XmlElements {
  return { NameServers: { NameServer: nameServersOf(zone) } };
}
