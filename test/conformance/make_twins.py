"""Makes two resources of each type in moto, one with a tag and one without.

Usage: make_twins.py ENDPOINT REGION…; prints [{"type": "rds:db", "region": "eu-west-1", "id": "twin-tagged", "tagged": true}, …],
with the ARN in place of the id where the id is chosen by the service.
"""

import json
import sys

import boto3

ENDPOINT, *REGIONS = sys.argv[1:]
HOME = 'us-east-1'
KEYS = {'Key': 'Twin', 'Value': 'tagged'}
PAIRS = [KEYS]
MAP = {'Twin': 'tagged'}
made = []


def client_of(service, region):
    return boto3.client(service, region_name=region, endpoint_url=ENDPOINT, aws_access_key_id='test', aws_secret_access_key='test')


def twins(kind, region, make):
    """Calls `make(name, tagged)`, which returns the id or the ARN of what it made."""
    for tagged in (True, False):
        identity = make('twin-tagged' if tagged else 'twin-plain', tagged)
        made.append({'type': kind, 'region': region, 'id': identity, 'tagged': tagged})


def given(tagged, **parameters):
    return parameters if tagged else {}


def make_networks(region):
    ec2 = client_of('ec2', region)

    def tags(kind, tagged):
        return given(tagged, TagSpecifications=[{'ResourceType': kind, 'Tags': PAIRS}])

    twins('ec2:vpc', region, lambda _, t: ec2.create_vpc(CidrBlock='10.9.0.0/16', **tags('vpc', t))['Vpc']['VpcId'])
    twins('ec2:volume', region, lambda _, t: ec2.create_volume(AvailabilityZone=f'{region}a', Size=1, **tags('volume', t))['VolumeId'])
    twins('ec2:security-group', region, lambda name, t: ec2.create_security_group(GroupName=name, Description=name, **tags('security-group', t))['GroupId'])
    image = ec2.describe_images(Owners=['amazon'])['Images'][0]['ImageId']
    twins('ec2:instance', region, lambda _, t: ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, **tags('instance', t))['Instances'][0]['InstanceId'])
    subnets = [subnet['SubnetId'] for subnet in ec2.describe_subnets()['Subnets']][:2]

    elbv2 = client_of('elbv2', region)
    twins('elasticloadbalancing:loadbalancer', region, lambda name, t: elbv2.create_load_balancer(Name=name, Subnets=subnets, **given(t, Tags=PAIRS))['LoadBalancers'][0]['LoadBalancerArn'])
    elb = client_of('elb', region)

    def classic(name, tagged):
        elb.create_load_balancer(LoadBalancerName=name, AvailabilityZones=[f'{region}a'],
                                 Listeners=[{'Protocol': 'http', 'LoadBalancerPort': 80, 'InstancePort': 80}], **given(tagged, Tags=PAIRS))
        return name

    twins('elasticloadbalancing:loadbalancer', region, classic)

    groups = client_of('autoscaling', region)
    groups.create_launch_configuration(LaunchConfigurationName='twin', ImageId=image, InstanceType='t3.micro')

    def group(name, tagged):
        tag = {'ResourceId': name, 'ResourceType': 'auto-scaling-group', 'PropagateAtLaunch': False, **KEYS}
        groups.create_auto_scaling_group(AutoScalingGroupName=name, LaunchConfigurationName='twin', MinSize=0, DesiredCapacity=0, MaxSize=2,
                                         AvailabilityZones=[f'{region}a'], **given(tagged, Tags=[tag]))
        return name

    twins('autoscaling:autoScalingGroup', region, group)
    return subnets


def make_containers(region, subnets):
    ecs = client_of('ecs', region)
    lower = [{'key': 'Twin', 'value': 'tagged'}]
    twins('ecs:cluster', region, lambda name, t: ecs.create_cluster(clusterName=name, **given(t, tags=lower))['cluster']['clusterArn'])
    ecs.register_task_definition(family='twin', containerDefinitions=[{'name': 'a', 'image': 'a', 'memory': 1}])
    twins('ecs:service', region, lambda name, t: ecs.create_service(cluster='twin-plain', serviceName=name, taskDefinition='twin', desiredCount=0, **given(t, tags=lower))['service']['serviceArn'])
    eks = client_of('eks', region)
    twins('eks:cluster', region, lambda name, t: eks.create_cluster(name=name, roleArn='arn:aws:iam::123456789012:role/eks', resourcesVpcConfig={'subnetIds': subnets}, **given(t, tags=MAP))['cluster']['arn'])
    ecr = client_of('ecr', region)
    twins('ecr:repository', region, lambda name, t: ecr.create_repository(repositoryName=name, **given(t, tags=PAIRS))['repository']['repositoryArn'])
    functions = client_of('lambda', region)
    role = client_of('iam', region).create_role(RoleName=f'function-{region}', AssumeRolePolicyDocument='{}')['Role']['Arn']
    archive = bytes.fromhex('504b0506000000000000000000000000000000000000')
    twins('lambda:function', region, lambda name, t: functions.create_function(FunctionName=name, Runtime='nodejs22.x', Role=role, Handler='a.b', Code={'ZipFile': archive}, **given(t, Tags=MAP))['FunctionArn'])


def make_data(region):
    rds = client_of('rds', region)
    login = {'MasterUsername': 'admin1', 'MasterUserPassword': 'secret-password'}
    twins('rds:db', region, lambda name, t: rds.create_db_instance(DBInstanceIdentifier=name, DBInstanceClass='db.t4g.micro', Engine='postgres', AllocatedStorage=20, **login, **given(t, Tags=PAIRS))['DBInstance']['DBInstanceArn'])
    twins('rds:cluster', region, lambda name, t: rds.create_db_cluster(DBClusterIdentifier=name, Engine='aurora-postgresql', **login, **given(t, Tags=PAIRS))['DBCluster']['DBClusterArn'])
    caches = client_of('elasticache', region)
    twins('elasticache:cluster', region, lambda name, t: caches.create_cache_cluster(CacheClusterId=name, Engine='redis', CacheNodeType='cache.t4g.micro', NumCacheNodes=1, **given(t, Tags=PAIRS))['CacheCluster']['ARN'])
    twins('elasticache:replicationgroup', region, lambda name, t: caches.create_replication_group(ReplicationGroupId=f'{name}-rg', ReplicationGroupDescription=name, **given(t, Tags=PAIRS))['ReplicationGroup']['ARN'])
    efs = client_of('efs', region)
    twins('elasticfilesystem:file-system', region, lambda name, t: efs.create_file_system(CreationToken=name, **given(t, Tags=PAIRS))['FileSystemArn'])
    redshift = client_of('redshift', region)
    twins('redshift:cluster', region, lambda name, t: (redshift.create_cluster(ClusterIdentifier=name, NodeType='ra3.large', MasterUsername='admin1', MasterUserPassword='Secret1word', **given(t, Tags=PAIRS)), name)[1])
    opensearch = client_of('opensearch', region)
    twins('es:domain', region, lambda name, t: opensearch.create_domain(DomainName=name, **given(t, TagList=PAIRS))['DomainStatus']['ARN'])
    kinesis = client_of('kinesis', region)

    def stream(name, tagged):
        kinesis.create_stream(StreamName=name, ShardCount=1)
        if tagged:
            kinesis.add_tags_to_stream(StreamName=name, Tags=MAP)
        return kinesis.describe_stream(StreamName=name)['StreamDescription']['StreamARN']

    twins('kinesis:stream', region, stream)
    tables = client_of('dynamodb', region)
    keys = {'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}], 'BillingMode': 'PAY_PER_REQUEST'}
    twins('dynamodb:table', region, lambda name, t: tables.create_table(TableName=name, **keys, **given(t, Tags=PAIRS))['TableDescription']['TableArn'])
    s3 = client_of('s3', region)

    def bucket(name, tagged):
        where = {} if region == HOME else {'CreateBucketConfiguration': {'LocationConstraint': region}}
        s3.create_bucket(Bucket=f'{name}-{region}', **where)
        if tagged:
            s3.put_bucket_tagging(Bucket=f'{name}-{region}', Tagging={'TagSet': PAIRS})
        return f'{name}-{region}'

    twins('s3:bucket', region, bucket)


def make_management(region):
    kms = client_of('kms', region)
    twins('kms:key', region, lambda _, t: kms.create_key(**given(t, Tags=[{'TagKey': 'Twin', 'TagValue': 'tagged'}]))['KeyMetadata']['Arn'])
    secrets = client_of('secretsmanager', region)
    twins('secretsmanager:secret', region, lambda name, t: secrets.create_secret(Name=name, SecretString='a', **given(t, Tags=PAIRS))['ARN'])
    states = client_of('stepfunctions', region)
    definition = json.dumps({'StartAt': 'a', 'States': {'a': {'Type': 'Pass', 'End': True}}})
    role = 'arn:aws:iam::123456789012:role/states'
    twins('states:stateMachine', region, lambda name, t: states.create_state_machine(name=name, definition=definition, roleArn=role, **given(t, tags=[{'key': 'Twin', 'value': 'tagged'}]))['stateMachineArn'])
    apis = client_of('apigateway', region)
    twins('apigateway:restapis', region, lambda name, t: apis.create_rest_api(name=name, **given(t, tags=MAP))['id'])
    http = client_of('apigatewayv2', region)
    twins('apigateway:apis', region, lambda name, t: http.create_api(Name=name, ProtocolType='HTTP', **given(t, Tags=MAP))['ApiId'])
    stacks = client_of('cloudformation', region)
    template = json.dumps({'Resources': {'Queue': {'Type': 'AWS::SQS::Queue'}}})
    twins('cloudformation:stack', region, lambda name, t: stacks.create_stack(StackName=name, TemplateBody=template, **given(t, Tags=PAIRS))['StackId'])
    alarms = client_of('cloudwatch', region)

    def alarm(name, tagged):
        alarms.put_metric_alarm(AlarmName=name, MetricName='a', Namespace='b', Statistic='Sum', Period=60, EvaluationPeriods=1, Threshold=1,
                                ComparisonOperator='GreaterThanThreshold', **given(tagged, Tags=PAIRS))
        return name

    twins('cloudwatch:alarm', region, alarm)
    topics = client_of('sns', region)
    twins('sns:topic', region, lambda name, t: topics.create_topic(Name=name, **given(t, Tags=PAIRS))['TopicArn'])
    queues = client_of('sqs', region)
    twins('sqs:queue', region, lambda name, t: (queues.create_queue(QueueName=name, **given(t, tags=MAP)), name)[1])
    logs = client_of('logs', region)
    twins('logs:log-group', region, lambda name, t: (logs.create_log_group(logGroupName=name, **given(t, tags=MAP)), name)[1])


def make_global():
    iam = client_of('iam', HOME)
    twins('iam:role', HOME, lambda name, t: iam.create_role(RoleName=name, AssumeRolePolicyDocument='{}', **given(t, Tags=PAIRS))['Role']['Arn'])
    twins('iam:user', HOME, lambda name, t: iam.create_user(UserName=name, **given(t, Tags=PAIRS))['User']['Arn'])
    zones = client_of('route53', HOME)

    def zone(name, tagged):
        identity = zones.create_hosted_zone(Name=f'{name}.example.', CallerReference=name)['HostedZone']['Id'].split('/')[-1]
        if tagged:
            zones.change_tags_for_resource(ResourceType='hostedzone', ResourceId=identity, AddTags=PAIRS)
        return identity

    twins('route53:hostedzone', HOME, zone)
    cloudfront = client_of('cloudfront', HOME)

    def distribution(name, tagged):
        config = {
            'CallerReference': name, 'Comment': name, 'Enabled': True,
            'Origins': {'Quantity': 1, 'Items': [{'Id': 'a', 'DomainName': 'a.s3.amazonaws.com', 'S3OriginConfig': {'OriginAccessIdentity': ''}}]},
            'DefaultCacheBehavior': {'TargetOriginId': 'a', 'ViewerProtocolPolicy': 'allow-all', 'MinTTL': 0,
                                     'ForwardedValues': {'QueryString': False, 'Cookies': {'Forward': 'none'}}},
        }
        if not tagged:
            return cloudfront.create_distribution(DistributionConfig=config)['Distribution']['ARN']
        tags = {'DistributionConfig': config, 'Tags': {'Items': PAIRS}}
        return cloudfront.create_distribution_with_tags(DistributionConfigWithTags=tags)['Distribution']['ARN']

    twins('cloudfront:distribution', HOME, distribution)


for place in REGIONS:
    networks = make_networks(place)
    make_containers(place, networks)
    make_data(place)
    make_management(place)
make_global()
print(json.dumps(made))
