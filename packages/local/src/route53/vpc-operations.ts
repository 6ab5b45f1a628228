import { AwsError } from '../service.ts';
import { childrenOf, childText } from '../xml.ts';
import {
  changeXml,
  newChange,
  readRequest,
  zoneArn,
  type ZoneContext,
  type ZoneOperation,
} from './context.ts';
import { invalidInput } from './errors.ts';
import { zoneAt, zonesOf } from './find-zones.ts';
import type { HostedZone } from './model.ts';
import { checkConflict, readVpc } from './zone-operations.ts';

/** The VPCs of private hosted zones. */
export function createVpcOperations(context: ZoneContext): Readonly<Record<string, ZoneOperation>> {
  const { store } = context;

  function update(zone: HostedZone, accountId: string, comment: string | undefined) {
    const change = newChange(context, accountId, comment);
    store.commit({ zone, change });
    return { elements: { ChangeInfo: changeXml(change, context) } };
  }

  return {
    AssociateVPCWithHostedZone: {
      method: 'POST',
      path: /^\/2013-04-01\/hostedzone\/([^/]+)\/associatevpc\/?$/,
      resourceOf: zoneArn,
      act(call) {
        const { id, caller } = call;
        const zone = zoneAt(context, id, caller);
        const request = readRequest(call);
        const [element] = childrenOf(request, 'VPC');
        if (element === undefined) throw invalidInput('Invalid request: A VPC must be specified');
        if (!zone.isPrivate)
          throw new AwsError(
            400,
            'PublicZoneVPCAssociation',
            `The hosted zone ${id} is public, and cannot be associated with a VPC`,
          );
        const vpc = readVpc(element, caller, context);
        checkConflict(zonesOf(context, caller), zone.name, vpc);
        return update(
          { ...zone, vpcs: [...zone.vpcs, vpc] },
          caller.accountId,
          childText(request, 'Comment'),
        );
      },
    },

    DisassociateVPCFromHostedZone: {
      method: 'POST',
      path: /^\/2013-04-01\/hostedzone\/([^/]+)\/disassociatevpc\/?$/,
      resourceOf: zoneArn,
      act(call) {
        const { id, caller } = call;
        const zone = zoneAt(context, id, caller);
        const request = readRequest(call);
        const vpcId = childText(childrenOf(request, 'VPC')[0], 'VPCId') ?? '';
        if (!zone.vpcs.some((vpc) => vpc.vpcId === vpcId))
          throw new AwsError(
            404,
            'VPCAssociationNotFound',
            `The VPC ${vpcId} is not associated with the hosted zone ${id}`,
          );
        if (zone.vpcs.length === 1)
          throw new AwsError(
            400,
            'LastVPCAssociation',
            `The VPC ${vpcId} is the last one of the private hosted zone ${id}, and cannot be disassociated`,
          );
        const vpcs = zone.vpcs.filter((vpc) => vpc.vpcId !== vpcId);
        return update({ ...zone, vpcs }, caller.accountId, childText(request, 'Comment'));
      },
    },
  };
}
