"""Calls the operations of EC2 that make, change and remove networks, right and wrong; see check_answers.py."""

REGION = 'us-east-1'
NONE = '0123456789abcdef0'


def check_networks(ec2):
    """`ec2`: a client whose answers are checked."""
    tags = [{'Key': 'Name', 'Value': 'shop'}]

    def tagged(kind):
        return [{'ResourceType': kind, 'Tags': tags}]

    vpc = ec2.call('CreateVpc', CidrBlock='10.20.0.0/16', AmazonProvidedIpv6CidrBlock=True, TagSpecifications=tagged('vpc'))['Vpc']['VpcId']
    other = ec2.call('CreateVpc', CidrBlock='10.30.0.0/16')['Vpc']['VpcId']
    of_vpc = [{'Name': 'vpc-id', 'Values': [vpc]}]
    ec2.fails('CreateVpc', CidrBlock='10.0.0.0/8')
    ec2.fails('CreateVpc', CidrBlock='10.0.0.0')
    ec2.fails('CreateVpc', CidrBlock='10.0.0.0/16', DryRun=True)
    ipv6 = ec2.call('DescribeVpcs', VpcIds=[vpc])['Vpcs'][0]['Ipv6CidrBlockAssociationSet'][0]['Ipv6CidrBlock']
    ec2.fails('DescribeVpcs', VpcIds=[f'vpc-{NONE}'])
    ec2.call('ModifyVpcAttribute', VpcId=vpc, EnableDnsHostnames={'Value': True})
    ec2.fails('ModifyVpcAttribute', VpcId=vpc)
    ec2.call('DescribeVpcAttribute', VpcId=vpc, Attribute='enableDnsHostnames')
    ec2.fails('DescribeVpcAttribute', VpcId=vpc, Attribute='colour')
    added = ec2.call('AssociateVpcCidrBlock', VpcId=vpc, CidrBlock='100.64.0.0/16')['CidrBlockAssociation']['AssociationId']
    ec2.fails('AssociateVpcCidrBlock', VpcId=vpc, CidrBlock='192.168.0.0/16')
    ec2.call('DisassociateVpcCidrBlock', AssociationId=added)
    ec2.fails('DisassociateVpcCidrBlock', AssociationId=added)
    further = ec2.call('AssociateVpcCidrBlock', VpcId=other, AmazonProvidedIpv6CidrBlock=True)['Ipv6CidrBlockAssociation']
    ec2.call('DisassociateVpcCidrBlock', AssociationId=further['AssociationId'])
    ec2.call('DescribeVpcs')

    zone = ec2.call('DescribeAvailabilityZones')['AvailabilityZones'][0]['ZoneId']
    ec2.fails('DescribeAvailabilityZones', ZoneIds=['x'])
    subnet = ec2.call('CreateSubnet', VpcId=vpc, CidrBlock='10.20.0.0/24', AvailabilityZoneId=zone,
                      Ipv6CidrBlock=ipv6.replace('00::/56', '01::/64'), TagSpecifications=tagged('subnet'))['Subnet']['SubnetId']
    ec2.fails('CreateSubnet', VpcId=vpc, CidrBlock='10.20.0.0/25')
    ec2.fails('CreateSubnet', VpcId=vpc, CidrBlock='10.21.0.0/24')
    second = ec2.call('CreateSubnet', VpcId=vpc, CidrBlock='10.20.1.0/24')['Subnet']['SubnetId']
    ec2.call('ModifySubnetAttribute', SubnetId=second, MapPublicIpOnLaunch={'Value': True})
    ec2.fails('ModifySubnetAttribute', SubnetId=second, AssignIpv6AddressOnCreation={'Value': True})
    range_ = ec2.call('AssociateSubnetCidrBlock', SubnetId=second, Ipv6CidrBlock=ipv6.replace('00::/56', '02::/64'))
    ec2.fails('AssociateSubnetCidrBlock', SubnetId=second, Ipv6CidrBlock='2001:db8:ffff::/64')
    association = range_['Ipv6CidrBlockAssociation']['AssociationId']
    ec2.call('DisassociateSubnetCidrBlock', AssociationId=association)
    ec2.fails('DisassociateSubnetCidrBlock', AssociationId=association)
    ec2.call('DescribeSubnets', Filters=of_vpc, MaxResults=5)

    gateway = ec2.call('CreateInternetGateway', TagSpecifications=tagged('internet-gateway'))['InternetGateway']['InternetGatewayId']
    ec2.call('AttachInternetGateway', InternetGatewayId=gateway, VpcId=vpc)
    ec2.fails('AttachInternetGateway', InternetGatewayId=gateway, VpcId=other)
    ec2.fails('DeleteInternetGateway', InternetGatewayId=gateway)
    ec2.call('DescribeInternetGateways', InternetGatewayIds=[gateway])
    loose = ec2.call('CreateInternetGateway')['InternetGateway']['InternetGatewayId']
    ec2.fails('DetachInternetGateway', InternetGatewayId=loose, VpcId=vpc)
    ec2.call('DeleteInternetGateway', InternetGatewayId=loose)
    egress = ec2.call('CreateEgressOnlyInternetGateway', VpcId=vpc, ClientToken='a')
    egress = egress['EgressOnlyInternetGateway']['EgressOnlyInternetGatewayId']
    ec2.fails('CreateEgressOnlyInternetGateway', VpcId=other, ClientToken='a')
    ec2.call('DescribeEgressOnlyInternetGateways', Filters=[{'Name': 'attachment.vpc-id', 'Values': [vpc]}])
    ec2.fails('DescribeEgressOnlyInternetGateways', EgressOnlyInternetGatewayIds=[f'eigw-{NONE}'])

    address = ec2.call('AllocateAddress', Domain='vpc', TagSpecifications=tagged('elastic-ip'))['AllocationId']
    spare = ec2.call('AllocateAddress')['AllocationId']
    ec2.call('DescribeAddresses', AllocationIds=[address])
    ec2.fails('DescribeAddresses', PublicIps=['198.51.100.250'])
    nat = ec2.call('CreateNatGateway', SubnetId=subnet, AllocationId=address, ClientToken='a', TagSpecifications=tagged('natgateway'))
    nat = nat['NatGateway']['NatGatewayId']
    ec2.fails('CreateNatGateway', SubnetId=second, AllocationId=address, ClientToken='a')
    ec2.fails('CreateNatGateway', SubnetId=subnet, AllocationId=f'eipalloc-{NONE}')
    ec2.call('CreateNatGateway', VpcId=vpc, AvailabilityMode='regional')
    ec2.call('DescribeNatGateways', Filters=of_vpc)
    ec2.fails('ReleaseAddress', AllocationId=address)
    ec2.fails('ReleaseAddress', AllocationId=f'eipalloc-{NONE}')
    ec2.fails('DeleteSubnet', SubnetId=subnet)
    ec2.fails('DetachInternetGateway', InternetGatewayId=gateway, VpcId=vpc)

    table = ec2.call('CreateRouteTable', VpcId=vpc, TagSpecifications=tagged('route-table'))['RouteTable']['RouteTableId']
    ec2.call('CreateRoute', RouteTableId=table, DestinationCidrBlock='0.0.0.0/0', GatewayId=gateway)
    ec2.call('CreateRoute', RouteTableId=table, DestinationIpv6CidrBlock='::/0', EgressOnlyInternetGatewayId=egress)
    ec2.fails('CreateRoute', RouteTableId=table, DestinationCidrBlock='0.0.0.0/0', GatewayId=gateway)
    ec2.fails('CreateRoute', RouteTableId=table, DestinationCidrBlock='1.0.0.0/8', GatewayId=f'igw-{NONE}')
    ec2.call('ReplaceRoute', RouteTableId=table, DestinationCidrBlock='0.0.0.0/0', NatGatewayId=nat)
    ec2.fails('ReplaceRoute', RouteTableId=table, DestinationCidrBlock='1.0.0.0/8', NatGatewayId=nat)
    association = ec2.call('AssociateRouteTable', RouteTableId=table, SubnetId=second)['AssociationId']
    ec2.fails('DeleteRouteTable', RouteTableId=table)
    third = ec2.call('CreateRouteTable', VpcId=vpc)['RouteTable']['RouteTableId']
    ec2.fails('AssociateRouteTable', RouteTableId=third, SubnetId=second)
    association = ec2.call('ReplaceRouteTableAssociation', AssociationId=association, RouteTableId=third)['NewAssociationId']
    ec2.call('DescribeRouteTables', Filters=of_vpc)
    ec2.call('DisassociateRouteTable', AssociationId=association)
    ec2.fails('DisassociateRouteTable', AssociationId=association)

    endpoint = ec2.call('CreateVpcEndpoint', VpcId=vpc, ServiceName=f'com.amazonaws.{REGION}.s3', RouteTableIds=[table],
                        TagSpecifications=tagged('vpc-endpoint'))['VpcEndpoint']['VpcEndpointId']
    ec2.fails('CreateVpcEndpoint', VpcId=vpc, ServiceName='x')
    ec2.fails('CreateVpcEndpoint', VpcId=vpc, ServiceName=f'com.amazonaws.{REGION}.s3', RouteTableIds=[table])
    ec2.call('ModifyVpcEndpoint', VpcEndpointId=endpoint, AddRouteTableIds=[third])
    ec2.fails('ModifyVpcEndpoint', VpcEndpointId=endpoint, AddRouteTableIds=[f'rtb-{NONE}'])
    ec2.call('DescribeVpcEndpoints')
    ec2.fails('DescribeVpcEndpoints', VpcEndpointIds=[f'vpce-{NONE}'])
    ec2.call('DescribeRouteTables', RouteTableIds=[table])
    prefixes = ec2.call('DescribePrefixLists')['PrefixLists'][0]['PrefixListId']
    ec2.fails('DescribePrefixLists', PrefixListIds=['pl-00000000'])
    ec2.call('DescribeManagedPrefixLists')
    ec2.call('GetManagedPrefixListEntries', PrefixListId=prefixes)
    ec2.fails('GetManagedPrefixListEntries', PrefixListId='pl-00000000')
    ec2.call('DeleteVpcEndpoints', VpcEndpointIds=[endpoint, f'vpce-{NONE}'])
    ec2.call('DeleteRoute', RouteTableId=table, DestinationCidrBlock='0.0.0.0/0')
    ec2.fails('DeleteRoute', RouteTableId=table, DestinationCidrBlock='0.0.0.0/0')
    ec2.call('DeleteRouteTable', RouteTableId=third)

    check_groups(ec2, vpc, prefixes, tagged)
    check_interfaces(ec2, subnet, spare)
    check_acls(ec2, vpc)
    check_peerings(ec2, vpc, other)

    ec2.call('DescribeTags', Filters=[{'Name': 'value', 'Values': ['shop']}])
    ec2.call('CreateTags', Resources=[egress], Tags=tags)
    ec2.fails('CreateTags', Resources=[f'eigw-{NONE}'], Tags=tags)
    ec2.call('DescribeVpcBlockPublicAccessOptions')
    ec2.call('DescribeVpcBlockPublicAccessExclusions')
    ec2.call('ReleaseAddress', AllocationId=spare)
    ec2.call('DeleteNatGateway', NatGatewayId=nat)
    ec2.fails('DeleteNatGateway', NatGatewayId=f'nat-{NONE}')
    ec2.call('DescribeNatGateways', NatGatewayIds=[nat])
    ec2.call('DeleteEgressOnlyInternetGateway', EgressOnlyInternetGatewayId=egress)
    ec2.call('DeleteSubnet', SubnetId=second)
    ec2.call('DetachInternetGateway', InternetGatewayId=attached_elsewhere(ec2, other), VpcId=other)
    ec2.fails('DeleteVpc', VpcId=vpc)
    ec2.call('DeleteVpc', VpcId=other)
    ec2.fails('DeleteVpc', VpcId=other)


def attached_elsewhere(ec2, vpc):
    gateway = ec2.call('CreateInternetGateway')['InternetGateway']['InternetGatewayId']
    ec2.call('AttachInternetGateway', InternetGatewayId=gateway, VpcId=vpc)
    return gateway


def check_groups(ec2, vpc, prefixes, tagged):
    group = ec2.call('CreateSecurityGroup', VpcId=vpc, GroupName='web', Description='web',
                     TagSpecifications=tagged('security-group'))['GroupId']
    ec2.fails('CreateSecurityGroup', VpcId=vpc, GroupName='web', Description='web')
    source = ec2.call('CreateSecurityGroup', VpcId=vpc, GroupName='lb', Description='lb')['GroupId']
    https = {'IpProtocol': 'tcp', 'FromPort': 443, 'ToPort': 443}
    permission = {**https, 'IpRanges': [{'CidrIp': '0.0.0.0/0', 'Description': 'all'}], 'Ipv6Ranges': [{'CidrIpv6': '::/0'}],
                  'UserIdGroupPairs': [{'GroupId': source}], 'PrefixListIds': [{'PrefixListId': prefixes}]}
    rules = ec2.call('AuthorizeSecurityGroupIngress', GroupId=group, IpPermissions=[permission],
                     TagSpecifications=tagged('security-group-rule'))['SecurityGroupRules']
    ec2.fails('AuthorizeSecurityGroupIngress', GroupId=group, IpPermissions=[permission])
    out = [{**https, 'IpRanges': [{'CidrIp': '10.0.0.0/8'}]}]
    ec2.call('AuthorizeSecurityGroupEgress', GroupId=group, IpPermissions=out)
    ec2.call('DescribeSecurityGroups', GroupIds=[group])
    ec2.call('DescribeSecurityGroupRules', Filters=[{'Name': 'group-id', 'Values': [group]}])
    ec2.fails('DescribeSecurityGroupRules', SecurityGroupRuleIds=[f'sgr-{NONE}'])
    ec2.fails('DeleteSecurityGroup', GroupId=source)
    ec2.call('RevokeSecurityGroupIngress', GroupId=group, SecurityGroupRuleIds=[rule['SecurityGroupRuleId'] for rule in rules[:3]])
    ec2.fails('RevokeSecurityGroupIngress', GroupId=group, SecurityGroupRuleIds=[rules[0]['SecurityGroupRuleId']])
    ec2.fails('RevokeSecurityGroupIngress', GroupId=group, IpPermissions=[permission])
    ec2.call('RevokeSecurityGroupEgress', GroupId=group, IpPermissions=out)
    ec2.call('RevokeSecurityGroupIngress', GroupId=group, SecurityGroupRuleIds=[rules[3]['SecurityGroupRuleId']])
    ec2.call('DeleteSecurityGroup', GroupId=source)
    ec2.fails('DeleteSecurityGroup', GroupId=source)


def check_interfaces(ec2, subnet, address):
    own = ec2.call('CreateNetworkInterface', SubnetId=subnet, Description='x')['NetworkInterface']['NetworkInterfaceId']
    ec2.fails('CreateNetworkInterface', SubnetId=f'subnet-{NONE}')
    association = ec2.call('AssociateAddress', AllocationId=address, NetworkInterfaceId=own)['AssociationId']
    ec2.fails('AssociateAddress', AllocationId=address, NetworkInterfaceId=own)
    ec2.call('DescribeNetworkInterfaces')
    ec2.call('DescribeAddresses')
    ec2.call('DisassociateAddress', AssociationId=association)
    ec2.fails('DisassociateAddress', AssociationId=association)
    ec2.call('DeleteNetworkInterface', NetworkInterfaceId=own)
    ec2.fails('DeleteNetworkInterface', NetworkInterfaceId=own)


def check_acls(ec2, vpc):
    acl = ec2.call('CreateNetworkAcl', VpcId=vpc)['NetworkAcl']['NetworkAclId']
    entry = {'NetworkAclId': acl, 'RuleNumber': 100, 'Egress': False}
    rule = {**entry, 'Protocol': '6', 'RuleAction': 'allow', 'CidrBlock': '0.0.0.0/0', 'PortRange': {'From': 1, 'To': 2}}
    ec2.call('CreateNetworkAclEntry', **rule)
    ec2.fails('CreateNetworkAclEntry', **rule)
    ec2.call('CreateNetworkAclEntry', **{**rule, 'RuleNumber': 200, 'Protocol': '1', 'IcmpTypeCode': {'Type': 8, 'Code': -1}})
    ec2.call('ReplaceNetworkAclEntry', **{**rule, 'RuleAction': 'deny'})
    acls = ec2.call('DescribeNetworkAcls', Filters=[{'Name': 'vpc-id', 'Values': [vpc]}])['NetworkAcls']
    default = next(each for each in acls if each['IsDefault'])
    association = default['Associations'][0]['NetworkAclAssociationId']
    moved = ec2.call('ReplaceNetworkAclAssociation', AssociationId=association, NetworkAclId=acl)['NewAssociationId']
    ec2.fails('ReplaceNetworkAclAssociation', AssociationId=association, NetworkAclId=acl)
    ec2.fails('DeleteNetworkAcl', NetworkAclId=acl)
    ec2.call('ReplaceNetworkAclAssociation', AssociationId=moved, NetworkAclId=default['NetworkAclId'])
    ec2.call('DeleteNetworkAclEntry', **entry)
    ec2.fails('DeleteNetworkAclEntry', **entry)
    ec2.call('DeleteNetworkAcl', NetworkAclId=acl)


def check_peerings(ec2, vpc, other):
    made = ec2.call('CreateVpcPeeringConnection', VpcId=vpc, PeerVpcId=other)['VpcPeeringConnection']
    peering = made['VpcPeeringConnectionId']
    ec2.fails('CreateVpcPeeringConnection', VpcId=vpc, PeerVpcId=f'vpc-{NONE}')
    ec2.call('AcceptVpcPeeringConnection', VpcPeeringConnectionId=peering)
    ec2.call('DescribeVpcPeeringConnections')
    ec2.call('DeleteVpcPeeringConnection', VpcPeeringConnectionId=peering)
    ec2.fails('DeleteVpcPeeringConnection', VpcPeeringConnectionId=peering)
