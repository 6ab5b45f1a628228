/** By service: names of actions. */
const byService: Readonly<Record<string, string>> = {
  apigateway: 'GET',
  athena: 'GetQueryExecution GetQueryResults GetTableMetadata StartQueryExecution StopQueryExecution',
  autoscaling: 'CreateOrUpdateTags DescribeAutoScalingGroups UpdateAutoScalingGroup',
  ce: `GetCostAndUsage GetCostForecast GetCostCategories GetDimensionValues GetReservationCoverage GetReservationUtilization
    GetSavingsPlansCoverage GetSavingsPlansUtilizationDetails GetTags
    ListCostAllocationTagBackfillHistory ListCostAllocationTags StartCostAllocationTagBackfill
    UpdateCostAllocationTagsStatus`,
  cloudformation: 'DescribeStacks ListStacks',
  cloudfront: 'ListDistributions',
  cloudtrail: 'LookupEvents',
  cloudwatch: 'DescribeAlarms GetMetricData PutMetricData',
  dynamodb: `BatchGetItem BatchWriteItem ConditionCheckItem CreateTable DeleteItem DeleteTable
    DescribeContinuousBackups DescribeLimits DescribeStream DescribeTable DescribeTimeToLive GetItem GetRecords
    GetShardIterator ListStreams ListTables ListTagsOfResource PartiQLDelete PartiQLInsert PartiQLSelect PartiQLUpdate
    PutItem Query Scan TagResource UntagResource UpdateContinuousBackups UpdateItem UpdateTable UpdateTimeToLive`,
  ec2: `AllocateAddress AssociateRouteTable AssociateSubnetCidrBlock AssociateVpcCidrBlock AttachInternetGateway
    AuthorizeSecurityGroupIngress CreateEgressOnlyInternetGateway CreateInternetGateway CreateNatGateway
    CreateRoute CreateRouteTable CreateSecurityGroup CreateSubnet CreateTags CreateVpc CreateVpcEndpoint
    DeleteEgressOnlyInternetGateway DeleteInternetGateway DeleteNatGateway DeleteRoute DeleteRouteTable
    DeleteSecurityGroup DeleteSubnet DeleteTags DeleteVpc DeleteVpcEndpoints DescribeAddresses DescribeAvailabilityZones
    DescribeEgressOnlyInternetGateways DescribeImages DescribeInstanceStatus DescribeInstanceTypes
    DescribeInstances DescribeInternetGateways DescribeManagedPrefixLists DescribeNatGateways
    DescribeNetworkAcls DescribeNetworkInterfaces DescribePrefixLists DescribeRegions DescribeRouteTables
    DescribeSecurityGroupRules DescribeSecurityGroups DescribeSnapshots DescribeSpotInstanceRequests
    DescribeSubnets DescribeTags DescribeVolumes DescribeVpcAttribute DescribeVpcBlockPublicAccessExclusions
    DescribeVpcBlockPublicAccessOptions DescribeVpcEndpoints DescribeVpcPeeringConnections DescribeVpcs
    DetachInternetGateway DisassociateRouteTable DisassociateSubnetCidrBlock DisassociateVpcCidrBlock
    GetManagedPrefixListEntries ModifySubnetAttribute ModifyVpcAttribute ModifyVpcEndpoint ReleaseAddress
    ReplaceRoute ReplaceRouteTableAssociation RevokeSecurityGroupIngress StartInstances StopInstances`,
  ecr: 'DescribeRepositories',
  ecs: 'ListClusters ListServices',
  eks: 'ListClusters',
  elasticache: 'DescribeCacheClusters DescribeReplicationGroups DescribeServerlessCaches',
  elasticfilesystem: 'DescribeFileSystems',
  elasticloadbalancing: `AddTags CreateListener CreateLoadBalancer CreateRule CreateTargetGroup DeleteListener
    DeleteLoadBalancer DeleteRule DeleteTargetGroup DeregisterTargets DescribeListenerCertificates DescribeListeners
    DescribeLoadBalancerAttributes DescribeLoadBalancers DescribeRules DescribeTags DescribeTargetGroupAttributes
    DescribeTargetGroups DescribeTargetHealth ModifyListener ModifyLoadBalancerAttributes ModifyRule ModifyTargetGroup
    ModifyTargetGroupAttributes RegisterTargets RemoveTags SetIpAddressType SetSecurityGroups SetSubnets`,
  es: 'ListDomainNames',
  events: 'PutEvents',
  'execute-api': 'Invoke',
  glue: 'GetDatabase GetPartitions GetTable',
  iam: `GetAccountAuthorizationDetails GetPolicy GetPolicyVersion GetRole GetRolePolicy ListAccountAliases
    ListAttachedRolePolicies ListRolePolicies`,
  kinesis: 'ListStreams',
  kms: 'Decrypt GenerateDataKey ListAliases ListKeys',
  lambda: `GetFunction GetFunctionConfiguration InvokeFunction ListEventSourceMappings ListFunctions ListTags TagResource
    UntagResource`,
  logs: `CreateLogDelivery CreateLogStream DeleteLogDelivery DescribeLogGroups DescribeResourcePolicies FilterLogEvents
    GetLogDelivery ListLogDeliveries ListTagsForResource PutLogEvents PutResourcePolicy TagResource UntagResource
    UpdateLogDelivery`,
  organizations: 'DescribeOrganization ListAccounts',
  rds: 'DescribeDBClusters DescribeDBInstances StartDBCluster StartDBInstance StopDBCluster StopDBInstance',
  redshift: 'DescribeClusters',
  'resource-groups': `CreateGroup DeleteGroup GetGroup GetGroupQuery GetTags ListGroupResources ListGroups
    SearchResources Tag Untag UpdateGroup UpdateGroupQuery`,
  route53: `AssociateVPCWithHostedZone ChangeResourceRecordSets ChangeTagsForResource CreateHostedZone
    DeleteHostedZone DisassociateVPCFromHostedZone GetChange GetHealthCheckStatus GetHostedZone
    ListHealthChecks ListHostedZones ListHostedZonesByName ListHostedZonesByVPC ListResourceRecordSets
    ListTagsForResource UpdateHostedZoneComment`,
  s3: `AbortMultipartUpload CreateBucket DeleteBucket DeleteObject DeleteObjectTagging DeleteObjectVersion
    GetBucketLocation GetBucketTagging GetBucketVersioning GetObject GetObjectTagging GetObjectVersion
    GetObjectVersionTagging ListAllMyBuckets ListBucket ListBucketMultipartUploads ListBucketVersions
    ListMultipartUploadParts PutBucketTagging PutBucketVersioning PutObject PutObjectTagging`,
  secretsmanager: 'ListSecrets',
  sns: `ConfirmSubscription CreateTopic DeleteTopic GetSubscriptionAttributes GetTopicAttributes ListSubscriptions
    ListSubscriptionsByTopic ListTagsForResource ListTopics Publish SetSubscriptionAttributes SetTopicAttributes
    Subscribe TagResource Unsubscribe UntagResource`,
  sqs: `CancelMessageMoveTask ChangeMessageVisibility CreateQueue DeleteMessage DeleteQueue GetQueueAttributes
    GetQueueUrl ListDeadLetterSourceQueues ListMessageMoveTasks ListQueueTags ListQueues PurgeQueue ReceiveMessage
    SendMessage SetQueueAttributes StartMessageMoveTask TagQueue UntagQueue`,
  ssm: 'DescribeInstanceInformation',
  states: `CreateStateMachine DeleteStateMachine DescribeExecution DescribeMapRun DescribeStateMachine
    GetExecutionHistory ListExecutions ListMapRuns ListStateMachines ListTagsForResource RedriveExecution
    StartExecution StopExecution TagResource UntagResource UpdateMapRun UpdateStateMachine
    ValidateStateMachineDefinition`,
  sts: 'AssumeRole GetCallerIdentity',
  tag: 'GetResources GetTagKeys GetTagValues TagResources UntagResources',
};

/**
 * The actions that functions are granted, commands call or the embedded AWS answers. The table beside this file has what the
 * reference states about them; `npm run test:conformance` holds it against the reference, and
 * `node test/conformance/make-authorization-table.ts` writes it again.
 */
export const listedActions: readonly string[] = Object.entries(byService).flatMap(([service, names]) =>
  names.split(/\s+/).map((name) => `${service}:${name}`),
);
