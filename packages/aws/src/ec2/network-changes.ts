import {
  AllocateAddressCommand,
  AssociateRouteTableCommand,
  AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlockCommand,
  AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateEgressOnlyInternetGatewayCommand,
  CreateInternetGatewayCommand,
  CreateNatGatewayCommand,
  CreateRouteCommand,
  CreateRouteTableCommand,
  CreateSecurityGroupCommand,
  CreateSubnetCommand,
  CreateTagsCommand,
  CreateVpcCommand,
  CreateVpcEndpointCommand,
  DeleteEgressOnlyInternetGatewayCommand,
  DeleteInternetGatewayCommand,
  DeleteNatGatewayCommand,
  DeleteRouteCommand,
  DeleteRouteTableCommand,
  DeleteSecurityGroupCommand,
  DeleteSubnetCommand,
  DeleteTagsCommand,
  DeleteVpcCommand,
  DeleteVpcEndpointsCommand,
  DescribeAddressesCommand,
  DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInternetGatewaysCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkInterfacesCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcEndpointsCommand,
  DescribeVpcsCommand,
  DetachInternetGatewayCommand,
  DisassociateRouteTableCommand,
  DisassociateSubnetCidrBlockCommand,
  DisassociateVpcCidrBlockCommand,
  ModifySubnetAttributeCommand,
  ModifyVpcAttributeCommand,
  ModifyVpcEndpointCommand,
  ReleaseAddressCommand,
  ReplaceRouteCommand,
  ReplaceRouteTableAssociationCommand,
  RevokeSecurityGroupIngressCommand,
} from '@aws-sdk/client-ec2';
import { createCall, isThrottle } from '@groundcrew/aws-core';
import { sendOptions } from '../call.ts';
import { type AnySend, createOperations, type Operations } from '../operations.ts';
import { wrapEc2Error } from './errors.ts';
import { failureOf } from './failure.ts';
import type { Ec2Settings } from './settings.ts';

const changing = {
  AllocateAddress: AllocateAddressCommand,
  AssociateRouteTable: AssociateRouteTableCommand,
  AssociateSubnetCidrBlock: AssociateSubnetCidrBlockCommand,
  AssociateVpcCidrBlock: AssociateVpcCidrBlockCommand,
  AttachInternetGateway: AttachInternetGatewayCommand,
  AuthorizeSecurityGroupIngress: AuthorizeSecurityGroupIngressCommand,
  CreateEgressOnlyInternetGateway: CreateEgressOnlyInternetGatewayCommand,
  CreateInternetGateway: CreateInternetGatewayCommand,
  CreateNatGateway: CreateNatGatewayCommand,
  CreateRoute: CreateRouteCommand,
  CreateRouteTable: CreateRouteTableCommand,
  CreateSecurityGroup: CreateSecurityGroupCommand,
  CreateSubnet: CreateSubnetCommand,
  CreateTags: CreateTagsCommand,
  CreateVpc: CreateVpcCommand,
  CreateVpcEndpoint: CreateVpcEndpointCommand,
  DeleteEgressOnlyInternetGateway: DeleteEgressOnlyInternetGatewayCommand,
  DeleteInternetGateway: DeleteInternetGatewayCommand,
  DeleteNatGateway: DeleteNatGatewayCommand,
  DeleteRoute: DeleteRouteCommand,
  DeleteRouteTable: DeleteRouteTableCommand,
  DeleteSecurityGroup: DeleteSecurityGroupCommand,
  DeleteSubnet: DeleteSubnetCommand,
  DeleteTags: DeleteTagsCommand,
  DeleteVpc: DeleteVpcCommand,
  DeleteVpcEndpoints: DeleteVpcEndpointsCommand,
  DetachInternetGateway: DetachInternetGatewayCommand,
  DisassociateRouteTable: DisassociateRouteTableCommand,
  DisassociateSubnetCidrBlock: DisassociateSubnetCidrBlockCommand,
  DisassociateVpcCidrBlock: DisassociateVpcCidrBlockCommand,
  ModifySubnetAttribute: ModifySubnetAttributeCommand,
  ModifyVpcAttribute: ModifyVpcAttributeCommand,
  ModifyVpcEndpoint: ModifyVpcEndpointCommand,
  ReleaseAddress: ReleaseAddressCommand,
  ReplaceRoute: ReplaceRouteCommand,
  ReplaceRouteTableAssociation: ReplaceRouteTableAssociationCommand,
  RevokeSecurityGroupIngress: RevokeSecurityGroupIngressCommand,
} as const;

/** With a filter or ids, so that their answers are small. */
const reading = {
  DescribeAddresses: DescribeAddressesCommand,
  DescribeEgressOnlyInternetGateways: DescribeEgressOnlyInternetGatewaysCommand,
  DescribeInternetGateways: DescribeInternetGatewaysCommand,
  DescribeNatGateways: DescribeNatGatewaysCommand,
  DescribeNetworkInterfaces: DescribeNetworkInterfacesCommand,
  DescribeRouteTables: DescribeRouteTablesCommand,
  DescribeSecurityGroupRules: DescribeSecurityGroupRulesCommand,
  DescribeSecurityGroups: DescribeSecurityGroupsCommand,
  DescribeSubnets: DescribeSubnetsCommand,
  DescribeVpcAttribute: DescribeVpcAttributeCommand,
  DescribeVpcEndpoints: DescribeVpcEndpointsCommand,
  DescribeVpcs: DescribeVpcsCommand,
} as const;

/**
 * The calls of EC2 that make, change, remove and look up parts of a network, with the inputs and outputs of the SDK. One
 * that changes something is sent once: whether it may be sent again depends on what it makes.
 *
 * Each throws GroundcrewError `aws-ec2.change-network-failed` or `aws-ec2.look-up-failed`, with `details.awsError`.
 */
export type Ec2NetworkCalls = Operations<typeof changing> & Operations<typeof reading>;

/** A factory of its own: functions need none of it. */
export function createEc2NetworkCalls({ client, limiter, ...settings }: Ec2Settings): Ec2NetworkCalls {
  const call = createCall({ limiter, ...settings });
  const send = client.send.bind(client) as unknown as AnySend;
  const failed = (
    name: string,
    code: 'aws-ec2.change-network-failed' | 'aws-ec2.look-up-failed',
    error: unknown,
    signal: AbortSignal | undefined,
  ) =>
    failureOf(client, signal, (region) => wrapEc2Error(error, { code, doing: `call ec2:${name}`, region }));
  return {
    ...createOperations(changing, async (name, command, { signal }) => {
      await limiter.take('creating', signal);
      try {
        return await send(command, sendOptions(signal));
      } catch (error) {
        if (isThrottle(error)) limiter.throttled('creating');
        throw await failed(name, 'aws-ec2.change-network-failed', error, signal);
      }
    }),
    ...createOperations(reading, async (name, command, { signal }) => {
      try {
        return await call('filtered', signal, () => send(command, sendOptions(signal)));
      } catch (error) {
        throw await failed(name, 'aws-ec2.look-up-failed', error, signal);
      }
    }),
  };
}
