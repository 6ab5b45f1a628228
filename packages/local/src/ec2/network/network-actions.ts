import type { Form } from '../../form.ts';
import type { RequestContext } from '../request-context.ts';
import {
  createNetworkAcl,
  createNetworkAclEntry,
  deleteNetworkAcl,
  deleteNetworkAclEntry,
  replaceNetworkAclAssociation,
  replaceNetworkAclEntry,
} from './acls.ts';
import { allocateAddress, associateAddress, disassociateAddress, releaseAddress } from './addresses.ts';
import { listActions } from './describe-lists.ts';
import {
  describeAvailabilityZones,
  describeVpcBlockPublicAccessExclusions,
  describeVpcBlockPublicAccessOptions,
  getManagedPrefixListEntries,
} from './describe-settings.ts';
import { createVpcEndpoint, deleteVpcEndpoints, modifyVpcEndpoint } from './endpoints.ts';
import {
  attachInternetGateway,
  createEgressOnlyInternetGateway,
  createInternetGateway,
  deleteEgressOnlyInternetGateway,
  deleteInternetGateway,
  detachInternetGateway,
} from './gateways.ts';
import { authorizeEgress, authorizeIngress, revokeEgress, revokeIngress } from './group-rules.ts';
import { createSecurityGroup, deleteSecurityGroup } from './groups.ts';
import { createNetworkInterface, deleteNetworkInterface } from './interfaces.ts';
import { createNatGateway, deleteNatGateway } from './nat-gateways.ts';
import {
  acceptVpcPeeringConnection,
  createVpcPeeringConnection,
  deleteVpcPeeringConnection,
} from './peerings.ts';
import {
  associateRouteTable,
  createRouteTable,
  deleteRouteTable,
  disassociateRouteTable,
  replaceRouteTableAssociation,
} from './route-tables.ts';
import { createRoute, deleteRoute, replaceRoute } from './routes.ts';
import {
  associateSubnetCidrBlock,
  createSubnet,
  deleteSubnet,
  disassociateSubnetCidrBlock,
  modifySubnetAttribute,
} from './subnets.ts';
import { associateVpcCidrBlock, disassociateVpcCidrBlock } from './vpc-ranges.ts';
import { createVpc, deleteVpc, describeVpcAttribute, modifyVpcAttribute } from './vpcs.ts';

type Action = (form: Form, context: RequestContext) => string;

/** EC2's actions that make, change and remove networks. */
export const changeActions: Readonly<Record<string, Action>> = {
  CreateVpc: createVpc,
  DeleteVpc: deleteVpc,
  ModifyVpcAttribute: modifyVpcAttribute,
  AssociateVpcCidrBlock: associateVpcCidrBlock,
  DisassociateVpcCidrBlock: disassociateVpcCidrBlock,
  CreateSubnet: createSubnet,
  DeleteSubnet: deleteSubnet,
  ModifySubnetAttribute: modifySubnetAttribute,
  AssociateSubnetCidrBlock: associateSubnetCidrBlock,
  DisassociateSubnetCidrBlock: disassociateSubnetCidrBlock,
  CreateInternetGateway: createInternetGateway,
  AttachInternetGateway: attachInternetGateway,
  DetachInternetGateway: detachInternetGateway,
  DeleteInternetGateway: deleteInternetGateway,
  CreateEgressOnlyInternetGateway: createEgressOnlyInternetGateway,
  DeleteEgressOnlyInternetGateway: deleteEgressOnlyInternetGateway,
  AllocateAddress: allocateAddress,
  ReleaseAddress: releaseAddress,
  AssociateAddress: associateAddress,
  DisassociateAddress: disassociateAddress,
  CreateNatGateway: createNatGateway,
  DeleteNatGateway: deleteNatGateway,
  CreateRouteTable: createRouteTable,
  DeleteRouteTable: deleteRouteTable,
  AssociateRouteTable: associateRouteTable,
  DisassociateRouteTable: disassociateRouteTable,
  ReplaceRouteTableAssociation: replaceRouteTableAssociation,
  CreateRoute: createRoute,
  ReplaceRoute: replaceRoute,
  DeleteRoute: deleteRoute,
  CreateSecurityGroup: createSecurityGroup,
  DeleteSecurityGroup: deleteSecurityGroup,
  AuthorizeSecurityGroupIngress: authorizeIngress,
  AuthorizeSecurityGroupEgress: authorizeEgress,
  RevokeSecurityGroupIngress: revokeIngress,
  RevokeSecurityGroupEgress: revokeEgress,
  CreateVpcEndpoint: createVpcEndpoint,
  ModifyVpcEndpoint: modifyVpcEndpoint,
  DeleteVpcEndpoints: deleteVpcEndpoints,
  CreateNetworkInterface: createNetworkInterface,
  DeleteNetworkInterface: deleteNetworkInterface,
  CreateNetworkAcl: createNetworkAcl,
  DeleteNetworkAcl: deleteNetworkAcl,
  CreateNetworkAclEntry: createNetworkAclEntry,
  ReplaceNetworkAclEntry: replaceNetworkAclEntry,
  DeleteNetworkAclEntry: deleteNetworkAclEntry,
  ReplaceNetworkAclAssociation: replaceNetworkAclAssociation,
  CreateVpcPeeringConnection: createVpcPeeringConnection,
  AcceptVpcPeeringConnection: acceptVpcPeeringConnection,
  DeleteVpcPeeringConnection: deleteVpcPeeringConnection,
};

/** Its actions that describe what an account file does not. */
export const furtherDescribeActions: Readonly<Record<string, Action>> = {
  ...listActions,
  DescribeVpcAttribute: describeVpcAttribute,
  DescribeAvailabilityZones: describeAvailabilityZones,
  DescribeVpcBlockPublicAccessOptions: describeVpcBlockPublicAccessOptions,
  DescribeVpcBlockPublicAccessExclusions: describeVpcBlockPublicAccessExclusions,
  GetManagedPrefixListEntries: getManagedPrefixListEntries,
};
