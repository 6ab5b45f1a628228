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
 */
const systems: readonly SystemKeys[] = [
  { system: 'Karpenter', keys: ['karpenter.sh/*', '*.karpenter.sh/*', 'karpenter.k8s.aws/*'] },
  { system: 'EKS', keys: ['eks:*', 'eksctl.io/*', '*.eksctl.io/*', 'eksctl.cluster.k8s.io/*'] },
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
  { system: 'ECS', keys: ['AmazonECSManaged', 'AmazonECSCreated', 'ecs:*'] },
  { system: 'AWS Batch', keys: ['AWSBatchServiceTag'] },
  { system: 'ParallelCluster', keys: ['parallelcluster:*'] },
  { system: 'Data Lifecycle Manager', keys: ['dlm:*'] },
  { system: 'Systems Manager', keys: ['Patch Group', 'PatchGroup', 'QSConfigId-*', 'QSConfigName-*'] },
  { system: 'AppRegistry', keys: ['awsApplication'] },
  { system: 'GuardDuty', keys: ['GuardDutyManaged', 'GuardDutyExcluded'] },
  { system: 'Inspector', keys: ['InspectorEc2Exclusion', 'InspectorExclusion', 'InspectorCodeExclusion'] },
  { system: 'EMR', keys: ['for-use-with-amazon-emr-managed-policies'] },
  { system: 'SageMaker', keys: ['sagemaker:*', 'ManagedByAmazonSageMakerResource', 'AmazonDataZone*'] },
  {
    system: 'AWS migration services',
    keys: [
      'map-migrated',
      'map-migrated-app',
      'map-dba',
      'aws-migration-project-id',
      'AWSApplicationMigrationService*',
      'AWSElasticDisasterRecovery*',
    ],
  },
  { system: 'AWS Glue', keys: ['aws-glue-*'] },
  { system: 'CodeStar', keys: ['awscodestar:*'] },
  { system: 'Spot Ocean', keys: ['spotinst:*'] },
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
  [/^(helm|argo(-?cd)?|flux(cd)?|kops|eksctl)\b/i, 'Kubernetes'],
];

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
  if (!MANAGED_BY.test(key)) return undefined;
  const text = value.trim();
  return tools.find(([pattern]) => pattern.test(text))?.[1];
}

/**
 * The system that depends on a tag, if a rule for keys does not name it. A rule names a key by writing it out, and a family
 * of keys by writing out what they have in common: `kubernetes.io/*` and `kubernetes.io/cluster/prod` name those of
 * Kubernetes; `*` and `kube*` do not.
 *
 * @param glob the key of the rule
 */
export function systemToKeep(glob: string, key: string, value: string): string | undefined {
  if (glob === key) return undefined;
  const families = familiesOf(key);
  if (families.length > 0) {
    const named = literalPrefix(glob);
    return families.some(({ matches }) => matches(named)) ? undefined : families[0]!.system;
  }
  // A glob without wildcards names the key only if it is the key.

  return literalPrefix(glob) === key ? undefined : toolNamedBy(key, value);
}
