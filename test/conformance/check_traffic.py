"""Calls every operation of Elastic Load Balancing and Route 53, right and wrong: a part of check_answers.py."""


def check_traffic(Service, account, region):
    """`Service` makes a client whose answers are held against its model."""
    vpc, edge = check_load_balancers(Service, account, region)
    check_zones(Service, region, vpc, edge)


def check_load_balancers(Service, account, region):
    ec2 = Service('ec2')
    by_zone = {}
    for subnet in ec2.call('DescribeSubnets')['Subnets']:
        by_zone.setdefault(subnet['VpcId'], {}).setdefault(subnet['AvailabilityZone'], subnet['SubnetId'])
    vpc = next(vpc for vpc, zones in by_zone.items() if len(zones) > 1)
    subnets = sorted(by_zone[vpc].values())
    instance = next(instance['InstanceId'] for page in ec2.call('DescribeInstances')['Reservations'] for instance in page['Instances']
                    if instance['State']['Name'] == 'running' and instance['VpcId'] == vpc)
    elb = Service('elbv2')
    tags = [{'Key': 'a', 'Value': 'b'}]
    web = {'Name': 'made', 'Scheme': 'internal', 'Tags': tags}
    made = elb.call('CreateLoadBalancer', **web, Subnets=subnets[:2])['LoadBalancers'][0]
    elb.call('CreateLoadBalancer', **web, Subnets=subnets[:2])
    balancer = {'LoadBalancerArn': made['LoadBalancerArn']}
    elb.fails('CreateLoadBalancer', Name='made', Scheme='internal', Subnets=subnets[:2])
    elb.fails('CreateLoadBalancer', Name='made', Subnets=subnets[:1])
    elb.fails('CreateLoadBalancer', Name='a_b', Subnets=subnets[:2])
    elb.fails('CreateLoadBalancer', Name='none', Subnets=['subnet-0123456789abcdef9', subnets[0]])
    elb.fails('CreateLoadBalancer', Name='none', Scheme='internal', Subnets=subnets[:2], SecurityGroups=['sg-0123456789abcdef9'])
    edge = elb.call('CreateLoadBalancer', Name='edge', Type='network', Scheme='internal', SubnetMappings=[
        {'SubnetId': subnets[0], 'PrivateIPv4Address': '10.0.0.10'}])['LoadBalancers'][0]['LoadBalancerArn']
    elb.call('DescribeLoadBalancers', Names=['made'])
    elb.fails('DescribeLoadBalancers', Names=['none'])
    elb.call('SetSubnets', **balancer, Subnets=subnets[-2:])
    elb.fails('SetSubnets', **balancer, Subnets=subnets[:1])
    groups = [group['GroupId'] for group in ec2.call('DescribeSecurityGroups')['SecurityGroups'] if group['VpcId'] == vpc]
    elb.call('SetSecurityGroups', **balancer, SecurityGroups=groups[:1])
    elb.fails('SetSecurityGroups', LoadBalancerArn=edge, SecurityGroups=groups[:1])
    elb.call('SetIpAddressType', **balancer, IpAddressType='ipv4')
    elb.call('DescribeLoadBalancerAttributes', **balancer)
    protection = {'Key': 'deletion_protection.enabled', 'Value': 'true'}
    elb.call('ModifyLoadBalancerAttributes', **balancer, Attributes=[protection])
    elb.fails('ModifyLoadBalancerAttributes', **balancer, Attributes=[{'Key': 'colour', 'Value': 'red'}])
    elb.fails('DeleteLoadBalancer', **balancer)

    http = {'Protocol': 'HTTP', 'Port': 80, 'VpcId': vpc}
    target = elb.call('CreateTargetGroup', Name='web', **http, Tags=tags)['TargetGroups'][0]['TargetGroupArn']
    elb.fails('CreateTargetGroup', Name='web', **{**http, 'Port': 81})
    elb.fails('CreateTargetGroup', Name='other', **{**http, 'VpcId': 'vpc-0123456789abcdef9'})
    tcp = elb.call('CreateTargetGroup', Name='tcp', **{**http, 'Protocol': 'TCP'}, TargetType='ip')['TargetGroups'][0]['TargetGroupArn']
    elb.call('ModifyTargetGroup', TargetGroupArn=target, HealthCheckPath='/up', Matcher={'HttpCode': '200-299'})
    elb.call('DescribeTargetGroupAttributes', TargetGroupArn=target)
    elb.call('ModifyTargetGroupAttributes', TargetGroupArn=target, Attributes=[
        {'Key': 'deregistration_delay.timeout_seconds', 'Value': '0'}])
    elb.call('RegisterTargets', TargetGroupArn=target, Targets=[{'Id': instance}])
    elb.fails('RegisterTargets', TargetGroupArn=target, Targets=[{'Id': 'i-0123456789abcdef9'}])
    elb.call('RegisterTargets', TargetGroupArn=tcp, Targets=[{'Id': '10.0.0.20', 'Port': 8080}])
    elb.call('DescribeTargetHealth', TargetGroupArn=target)

    forward = [{'Type': 'forward', 'TargetGroupArn': target}]
    listener = elb.call('CreateListener', **balancer, Protocol='HTTP', Port=80, DefaultActions=forward, Tags=tags)['Listeners'][0]['ListenerArn']
    fixed = [{'Type': 'fixed-response', 'FixedResponseConfig': {'StatusCode': '404', 'ContentType': 'text/plain', 'MessageBody': '<&>'}}]
    certificate = {'CertificateArn': f'arn:aws:acm:{region}:{account}:certificate/1'}
    secure = elb.call('CreateListener', **balancer, Protocol='HTTPS', Port=443, Certificates=[certificate],
                      DefaultActions=fixed)['Listeners'][0]['ListenerArn']
    elb.call('CreateListener', LoadBalancerArn=edge, Protocol='TCP', Port=80, DefaultActions=[{'Type': 'forward', 'TargetGroupArn': tcp}])
    elb.call('DescribeListenerCertificates', ListenerArn=secure)
    elb.fails('CreateListener', **balancer, Protocol='HTTP', Port=80, DefaultActions=fixed)
    elb.fails('CreateListener', **balancer, Protocol='HTTP', Port=81, DefaultActions=[{'Type': 'forward', 'TargetGroupArn': tcp}])
    elb.fails('CreateListener', LoadBalancerArn=edge, Protocol='TCP', Port=81, DefaultActions=fixed)
    elb.fails('CreateListener', **balancer, Protocol='HTTP', Port=81, DefaultActions=[{'Type': 'forward', 'TargetGroupArn': f'{target}0'}])
    redirect = [{'Type': 'redirect', 'RedirectConfig': {'Protocol': 'HTTPS', 'StatusCode': 'HTTP_301'}}]
    elb.call('ModifyListener', ListenerArn=secure, DefaultActions=redirect)
    elb.call('DescribeListeners', **balancer)
    elb.fails('DescribeListeners')
    elb.call('DescribeTargetHealth', TargetGroupArn=target, Targets=[{'Id': instance}, {'Id': 'i-0123456789abcdef9'}])
    elb.fails('DeleteTargetGroup', TargetGroupArn=target)
    conditions = [{'Field': 'path-pattern', 'Values': ['/a/*']}, {'Field': 'query-string', 'QueryStringConfig': {'Values': [
        {'Key': 'a', 'Value': 'b'}]}}, {'Field': 'http-header', 'HttpHeaderConfig': {'HttpHeaderName': 'X', 'Values': ['y']}}]
    weighted = [{'Type': 'forward', 'ForwardConfig': {'TargetGroups': [{'TargetGroupArn': target, 'Weight': 2}],
                                                      'TargetGroupStickinessConfig': {'Enabled': True, 'DurationSeconds': 60}}}]
    rule = elb.call('CreateRule', ListenerArn=listener, Priority=1, Conditions=conditions, Actions=weighted)['Rules'][0]['RuleArn']
    elb.fails('CreateRule', ListenerArn=listener, Priority=1, Conditions=conditions, Actions=weighted)
    elb.fails('CreateRule', ListenerArn=listener, Priority=2, Conditions=[{'Field': 'colour', 'Values': ['red']}], Actions=weighted)
    elb.call('ModifyRule', RuleArn=rule, Conditions=[{'Field': 'source-ip', 'SourceIpConfig': {'Values': ['192.0.2.0/24']}}])
    rules = elb.call('DescribeRules', ListenerArn=listener)['Rules']
    elb.fails('DeleteRule', RuleArn=rules[-1]['RuleArn'])
    named = {'ResourceArns': [made['LoadBalancerArn'], target, listener, rule]}
    elb.call('AddTags', **named, Tags=[{'Key': 'c', 'Value': 'd'}])
    elb.fails('AddTags', **named, Tags=[{'Key': 'c'}, {'Key': 'c'}])
    elb.fails('AddTags', **named, Tags=[{'Key': str(n)} for n in range(51)])
    elb.call('DescribeTags', **named)
    elb.call('RemoveTags', **named, TagKeys=['c'])
    elb.fails('DescribeTags', ResourceArns=[f'{target}0'])
    elb.call('DeleteRule', RuleArn=rule)
    elb.fails('DeleteRule', RuleArn=rule)
    elb.call('DeregisterTargets', TargetGroupArn=target, Targets=[{'Id': instance}])
    elb.call('DeleteListener', ListenerArn=listener)
    elb.fails('DeleteListener', ListenerArn=listener)
    elb.call('DeleteTargetGroup', TargetGroupArn=target)
    elb.call('ModifyLoadBalancerAttributes', **balancer, Attributes=[{**protection, 'Value': 'false'}])
    elb.call('DeleteLoadBalancer', **balancer)
    elb.call('DeleteLoadBalancer', **balancer)
    return vpc, edge


def check_zones(Service, region, vpc, edge):
    zones = Service('route53')
    here = {'VPCRegion': region, 'VPCId': vpc}
    made = zones.call('CreateHostedZone', Name='made.example', CallerReference='made', HostedZoneConfig={'Comment': '<&>'})['HostedZone']
    zone = {'Id': made['Id']}
    zones.fails('CreateHostedZone', Name='made.example', CallerReference='made')
    zones.fails('CreateHostedZone', Name='a..example', CallerReference='wrong')
    inner = zones.call('CreateHostedZone', Name='inner.example', CallerReference='inner', VPC=here)['HostedZone']['Id']
    zones.fails('CreateHostedZone', Name='inner.example', CallerReference='again', VPC=here)
    zones.fails('CreateHostedZone', Name='x.example', CallerReference='x', VPC={**here, 'VPCId': 'vpc-0123456789abcdef9'})
    zones.call('GetHostedZone', **zone)
    zones.call('GetHostedZone', Id=inner)
    zones.fails('GetHostedZone', Id='Z1')
    zones.call('UpdateHostedZoneComment', **zone, Comment='x')
    zones.call('ListHostedZonesByName', DNSName='made.example', MaxItems='1')
    zones.call('ListHostedZonesByVPC', **here)
    other = next(other['VpcId'] for other in Service('ec2').call('DescribeVpcs')['Vpcs'] if other['VpcId'] != vpc)
    zones.call('AssociateVPCWithHostedZone', HostedZoneId=inner, VPC={**here, 'VPCId': other})
    zones.fails('AssociateVPCWithHostedZone', HostedZoneId=made['Id'], VPC=here)
    zones.call('DisassociateVPCFromHostedZone', HostedZoneId=inner, VPC={**here, 'VPCId': other})
    zones.fails('DisassociateVPCFromHostedZone', HostedZoneId=inner, VPC={**here, 'VPCId': other})
    zones.fails('DisassociateVPCFromHostedZone', HostedZoneId=inner, VPC=here)

    balancer = Service('elbv2').call('DescribeLoadBalancers', LoadBalancerArns=[edge])['LoadBalancers'][0]
    record = {'Name': 'a.made.example', 'Type': 'A', 'TTL': 60, 'ResourceRecords': [{'Value': '192.0.2.1'}]}
    alias = {'Name': 'www.made.example', 'Type': 'A', 'AliasTarget': {
        'HostedZoneId': balancer['CanonicalHostedZoneId'], 'DNSName': balancer['DNSName'], 'EvaluateTargetHealth': True}}
    routed = [{**record, 'Name': f'{kind}.made.example', 'SetIdentifier': 'one', **member} for kind, member in (
        ('w', {'Weight': 1}), ('l', {'Region': region}), ('g', {'GeoLocation': {'CountryCode': 'KR'}}), ('f', {'Failover': 'PRIMARY'}),
        ('m', {'MultiValueAnswer': True}))]
    text = {**record, 'Name': '*.made.example', 'Type': 'TXT', 'ResourceRecords': [{'Value': '"<&>"'}]}

    def batch(action, *sets):
        changes = [{'Action': action, 'ResourceRecordSet': one} for one in sets]
        return {'HostedZoneId': made['Id'], 'ChangeBatch': {'Comment': 'x', 'Changes': changes}}

    change = zones.call('ChangeResourceRecordSets', **batch('CREATE', record, alias, text, *routed))['ChangeInfo']['Id']
    zones.call('GetChange', Id=change)
    zones.fails('GetChange', Id='C1')
    zones.fails('ChangeResourceRecordSets', **batch('CREATE', record))
    zones.fails('ChangeResourceRecordSets', **batch('DELETE', {**record, 'TTL': 61}))
    zones.fails('ChangeResourceRecordSets', **batch('CREATE', {'Name': 'b.made.example', 'Type': 'A'}))
    zones.fails('ChangeResourceRecordSets', **batch('CREATE', {**record, 'HealthCheckId': 'x'}))
    zones.call('ListResourceRecordSets', HostedZoneId=made['Id'])
    zones.call('ListResourceRecordSets', HostedZoneId=made['Id'], StartRecordName='a.made.example', StartRecordType='A', MaxItems='1')
    zones.fails('ListResourceRecordSets', HostedZoneId=made['Id'], StartRecordType='A')
    zones.fails('ListResourceRecordSets', HostedZoneId='Z1')
    resource = {'ResourceType': 'hostedzone', 'ResourceId': made['Id'].removeprefix('/hostedzone/')}
    zones.call('ChangeTagsForResource', **resource, AddTags=[{'Key': 'a', 'Value': 'b'}])
    zones.call('ListTagsForResource', **resource)
    zones.call('ChangeTagsForResource', **resource, RemoveTagKeys=['a'])
    zones.fails('ListTagsForResource', ResourceType='hostedzone', ResourceId='Z1')
    zones.fails('DeleteHostedZone', **zone)
    zones.call('ChangeResourceRecordSets', **batch('DELETE', record, alias, text, *routed))
    zones.call('DeleteHostedZone', **zone)
    zones.call('DeleteHostedZone', Id=inner)
