import type { Tags } from '../model.ts';
import { compileGlob, isGlob, literalPrefix, type Matcher } from '@groundcrew/settings';

/** Keys by which a system finds its resources. */
interface SystemKeys {
  readonly system: string;
  /** Globs. Keys of `aws:` are not among them: AWS lets nobody change those. */
  readonly keys: readonly string[];
}

/**
 * From the documentation of each system: the pages on tags of the AWS Load Balancer Controller, the EBS and EFS CSI
 * drivers, the VPC CNI, the node termination handler, Karpenter, eksctl, kOps, Cluster API, Velero and Crossplane; the user guides of EKS, Elastic
 * Beanstalk, ECS, Batch, ParallelCluster, Data Lifecycle Manager, Systems Manager, Service Catalog AppRegistry,
 * GuardDuty, Inspector, EMR, SageMaker, DataZone and Application Migration Service; the CDK's and SAM's own sources.
 *
 * AWS services mark what they manage for people, and may touch only what has the mark: conditions on `aws:ResourceTag` in their
 * managed policies (AWS Managed Policy Reference: `AmazonFSxServiceRolePolicy`, `KafkaServiceRolePolicy`,
 * `FMSServiceRolePolicy`, …). The others from sources that look their resources up by tag: github-aws-runners/terraform-aws-github-runner
 * (`runners.ts`), jenkinsci/ec2-plugin (`EC2Tag.java`), cilium/cilium (`eni.gcTags`), aws/copilot-cli (`deploy.go`),
 * aws-solutions/instance-scheduler-on-aws ("Schedule tag key") and Databricks' cross-account role (`ec2:ResourceTag/Vendor`).
 */
const systems: readonly SystemKeys[] = [
  { system: 'Karpenter', keys: ['karpenter.sh/*', '*.karpenter.sh/*', 'karpenter.k8s.aws/*'] },
  {
    system: 'EKS',
    keys: ['eks:*', 'eksctl.io/*', '*.eksctl.io/*', 'eksctl.cluster.k8s.io/*', 'eks-local:*'],
  },
  {
    system: 'Kubernetes',
    keys: [
      'kubernetes.io/*',
      '*.kubernetes.io/*',
      'k8s.io/*',
      '*.k8s.io/*',
      'k8s.aws/*',
      '*.k8s.aws/*',
      '*.k8s.amazonaws.com/*',
      '*.csi.aws.com/*',
      'CSIVolumeName',
      'CSIVolumeSnapshotName',
      'KubernetesCluster',
      'aws-node-termination-handler/*',
      'velero.io/*',
    ],
  },
  {
    system: 'OpenShift',
    keys: ['openshift.com/*', '*.openshift.com/*', '*.openshift.io/*', 'openshiftClusterID', 'red-hat-*'],
  },
  { system: 'Crossplane', keys: ['crossplane-*', 'crossplane.io/*', '*.crossplane.io/*'] },
  { system: 'the AWS CDK', keys: ['aws-cdk:*'] },
  { system: 'AWS SAM', keys: ['lambda:createdBy', 'serverlessrepo:*'] },
  { system: 'Amplify', keys: ['amplify:*'] },
  { system: 'Elastic Beanstalk', keys: ['elasticbeanstalk:*'] },
  { system: 'OpsWorks', keys: ['opsworks:*'] },
  { system: 'Copilot', keys: ['copilot-*'] },
  { system: 'ECS', keys: ['AmazonECSManaged', 'AmazonECSCreated', 'ecs:*'] },
  { system: 'AWS Batch', keys: ['AWSBatchServiceTag'] },
  { system: 'ParallelCluster', keys: ['parallelcluster:*'] },
  { system: 'Data Lifecycle Manager', keys: ['dlm:*'] },
  {
    system: 'Systems Manager',
    keys: [
      'Patch Group',
      'PatchGroup',
      'QSConfigId-*',
      'QSConfigName-*',
      'QuickSetupDocument',
      'QuickSetupID',
      'SystemsManagerManaged',
      'SSMForSAPCreated',
      'SSMForSAPManaged',
      'AppManagerCFNStackKey',
    ],
  },
  { system: 'EC2 Image Builder', keys: ['Ec2ImageBuilderArn'] },
  // Also that of `groundcrew schedule`.
  { system: 'Instance Scheduler', keys: ['Schedule'] },
  { system: 'AppRegistry', keys: ['awsApplication'] },
  { system: 'GuardDuty', keys: ['GuardDutyManaged', 'GuardDutyExcluded', 'GuardDutyScanId'] },
  { system: 'Inspector', keys: ['InspectorEc2Exclusion', 'InspectorExclusion', 'InspectorCodeExclusion'] },
  { system: 'EMR', keys: ['for-use-with-amazon-emr-managed-policies'] },
  {
    system: 'an AWS service',
    keys: [
      // `AmazonElastiCacheManaged`, `AWSNetworkFirewallManaged`, …
      'Amazon*Managed',
      'AWS*Managed',
      'AWSBackupManagedResource',
      'AWSRDSCustom',
      'AWSServiceName',
      'AmazonConnectEnabled',
      'AmazonConnectCampaignsEnabled',
      'AmazonFSx',
      'AmazonFSx.*',
      'AppIntegrationsManaged',
      'CloudWatchOpenSearchIntegration',
      'DeadlineResourceTracker',
      'DeadlineRole',
      'DeadlineTrackedAWSResource',
      'DevOps-Guru-Analysis',
      'FMManaged',
      'InstanceConnectEndpointId',
      'LaunchWizardApplicationType',
      'LaunchWizardResourceGroupID',
      'LogDeliveryEnabled',
      'ManagedByAmazonAIOperations',
      'ManagedByCloudWatchNetworkMonitor',
      'OSISManaged',
      'OpenSearchIntegration',
      'OpenSearchManaged',
      'SecurityIncidentResponseManaged',
      'VerifiedAccessManaged',
      'VpcLatticeManaged',
      'WorkSpacesWebManaged',
      'aws-control-tower',
      'aws.cloudfront.vpcorigin',
      'awsbackup-restore-test',
      'bedrock:*',
      'managedByFIS',
      'marketplace-image-build:*',
    ],
  },
  {
    system: 'SageMaker',
    keys: [
      'sagemaker:*',
      'ManagedByAmazonSageMakerResource',
      'AmazonDataZone*',
      'EnableKeyForAmazonDataZone',
      'datazone:*',
      'for-use-with-all-datazone-projects',
    ],
  },
  {
    system: 'AWS migration services',
    keys: [
      'map-migrated',
      'map-migrated-app',
      'map-dba',
      'aws-migration-project-id',
      'AWSApplicationMigrationService*',
      'AWSElasticDisasterRecovery*',
      'AWSDRS',
      'SMSJobId',
      'refactor-spaces:*',
      'a2c-generated',
      'application-transformation',
    ],
  },
  { system: 'AWS Glue', keys: ['aws-glue-*'] },
  { system: 'CodeStar', keys: ['awscodestar:*'] },
  { system: 'Spot Ocean', keys: ['spotinst:*'] },
  { system: 'Cilium', keys: ['io.cilium/*'] },
  { system: "the GitHub runners' module", keys: ['ghr:*'] },
  { system: 'Jenkins', keys: ['jenkins_slave_type', 'jenkins_agent_type', 'jenkins_server_url'] },
  { system: 'Databricks', keys: ['DatabricksInstance*'] },
  { system: 'Cloud Custodian', keys: ['maid_status', 'custodian_*', 'c7n:*'] },
  {
    system: 'Terraform',
    keys: [
      'terraform*',
      'Terraform*',
      'TERRAFORM*',
      '*.terraform.io/*',
      'tf:*',
      'tfc:*',
      'opentofu:*',
      'terragrunt*',
      'yor_*',
      'git_org',
      'git_repo',
      'git_file',
      'git_commit',
      'git_modifiers',
      'git_last_modified_at',
      'git_last_modified_by',
    ],
  },
  { system: 'Pulumi', keys: ['pulumi:*', 'pulumi-*'] },
  { system: 'groundcrew', keys: ['groundcrew:*'] },
];

/** Keys of tags such as `ManagedBy=terraform`: anyone can use the key; the value shows that the tag is the tool's. */
const MANAGED_BY = /^(managed|created|provisioned|deployed)[-_ :]?by$|^(provisioner|iac|iac[-_ :]?tool)$/i;

const tools: readonly (readonly [pattern: RegExp, name: string])[] = [
  [/^(hashicorp[-_ ]?)?terraform\b|^terragrunt\b/i, 'Terraform'],
  [/^(open)?tofu\b/i, 'OpenTofu'],
  [/^pulumi\b/i, 'Pulumi'],
  [/^(aws[-_ ]?)?cdk\b/i, 'the AWS CDK'],
  [/^(aws[-_ ]?)?cloud[-_ ]?formation\b/i, 'CloudFormation'],
  [/^crossplane\b/i, 'Crossplane'],
  [/^ansible\b/i, 'Ansible'],
  [/^(helm|argo(-?cd)?|flux(cd)?|kops|eksctl|cluster[-_ ]?api)\b/i, 'Kubernetes'],
  [/^karpenter\b/i, 'Karpenter'],
  [/^(aws[-_ ]?)?ec2[-_ ]?image[-_ ]?builder\b/i, 'EC2 Image Builder'],
  [/^ec2 fast launch$/i, 'EC2 Fast Launch'],
  [/^s3 on outposts$/i, 'S3 on Outposts'],
  [/^databricks\b/i, 'Databricks'],
];

/**
 * Keys of Databricks that people use too ("Monitor usage using tags"): they are its own beside {@link VENDOR_KEY}. Its role may only touch
 * what has that one.
 */
const databricksKeys: ReadonlySet<string> = new Set([
  'ClusterId',
  'ClusterName',
  'Creator',
  'JobId',
  'RunName',
  'SqlWarehouseId',
  'SqlEndpointId',
]);
const VENDOR_KEY = 'Vendor';
const DATABRICKS = 'Databricks';

interface CompiledKeys {
  readonly system: string;
  readonly matches: Matcher;
}

const exact = new Map<string, string>();
const globs: CompiledKeys[] = [];
for (const { system, keys } of systems) {
  for (const key of keys) {
    if (isGlob(key)) globs.push({ system, matches: compileGlob(key) });
    else exact.set(key, system);
  }
}

/** With more different keys in an account, some are looked up again. */
const MAX_CACHED = 10_000;
const cache = new Map<string, readonly CompiledKeys[]>();

/** The families to which a key belongs, each with its system. */
function familiesOf(key: string): readonly CompiledKeys[] {
  let found = cache.get(key);
  if (!found) {
    const system = exact.get(key);
    const own = system === undefined ? [] : [{ system, matches: (text: string) => text === key }];
    found = [...own, ...globs.filter(({ matches }) => matches(key))];
    if (cache.size === MAX_CACHED) cache.clear();
    cache.set(key, found);
  }
  return found;
}

/** The tool that a tag names as the one that manages its resource: `Terraform` of `ManagedBy=terraform`. */
export function toolNamedBy(key: string, value: string): string | undefined {
  if (key === VENDOR_KEY && value === DATABRICKS) return DATABRICKS;
  if (!MANAGED_BY.test(key)) return undefined;
  const text = value.trim();
  return tools.find(([pattern]) => pattern.test(text))?.[1];
}

/** The system that uses a tag by its value, or by the tags beside it: anyone can use the key. */
function systemUsing(key: string, value: string, tags: Tags): string | undefined {
  // KafkaServiceRolePolicy wants it beside AWSMSKManaged.
  if (key === 'ClusterArn' && /^arn:[a-z-]+:kafka:/.test(value)) return 'an AWS service';
  if (databricksKeys.has(key) && tags[VENDOR_KEY] === DATABRICKS) return DATABRICKS;
  return toolNamedBy(key, value);
}

/**
 * The system that depends on a tag, if a rule for keys does not name it. A rule names a key by writing it out, and a family
 * of keys by writing out what they have in common: `kubernetes.io/*` and `kubernetes.io/cluster/prod` name those of
 * Kubernetes; `*` and `kube*` do not.
 *
 * @param glob the key of the rule
 * @param tags those of the resource
 */
export function systemToKeep(glob: string, key: string, value: string, tags: Tags = {}): string | undefined {
  if (glob === key) return undefined;
  const families = familiesOf(key);
  if (families.length > 0) {
    const named = literalPrefix(glob);
    return families.some(({ matches }) => matches(named)) ? undefined : families[0]!.system;
  }
  // A glob without wildcards names the key only if it is the key.
  return literalPrefix(glob) === key ? undefined : systemUsing(key, value, tags);
}
