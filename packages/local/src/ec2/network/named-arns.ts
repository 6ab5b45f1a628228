import type { Form } from '../../form.ts';
import { arnPrefix, type Ec2Location, taggedKindOf } from '../arns.ts';
import { changeActions } from './network-actions.ts';

const parameters = [
  'VpcId',
  'SubnetId',
  'InternetGatewayId',
  'EgressOnlyInternetGatewayId',
  'AllocationId',
  'NatGatewayId',
  'RouteTableId',
  'GroupId',
  'VpcEndpointId',
  'NetworkInterfaceId',
  'NetworkAclId',
  'VpcPeeringConnectionId',
];

/** The ARNs of what a change of a network names. */
export function namedArns(action: string, form: Form, location: Ec2Location): string[] {
  if (!Object.hasOwn(changeActions, action)) return [];
  const ids = parameters.flatMap((name) => [form.text(name) ?? [], form.texts(name)].flat());
  return [...new Set(ids)].flatMap((id) => {
    const kind = taggedKindOf(id);
    return kind === undefined ? [] : [arnPrefix(kind, location) + id];
  });
}
