import type { Tags } from '../model.ts';
import { toolNamedBy } from '../policy/system-keys.ts';

/** A tag that shows what created a resource, and still manages it. */
interface Mark {
  readonly system: string;
  /** The kind of thing that its value names; left out: its value is not a name. */
  readonly of?: string;
}

/** AWS sets those of `aws:` itself: the user guide of each service, "tags". The others are set by the system. */
const marks: Readonly<Record<string, Mark>> = {
  'aws:cloudformation:stack-name': { system: 'CloudFormation', of: 'stack' },
  'aws:cloudformation:stack-id': { system: 'CloudFormation' },
  'aws:servicecatalog:provisionedProductArn': { system: 'Service Catalog' },
  'elasticbeanstalk:environment-name': { system: 'Elastic Beanstalk', of: 'environment' },
  'aws:autoscaling:groupName': { system: 'Auto Scaling', of: 'group' },
  'aws:ecs:serviceName': { system: 'ECS', of: 'service' },
  'aws:ecs:clusterName': { system: 'ECS', of: 'cluster' },
  AmazonECSManaged: { system: 'ECS' },
  'eks:nodegroup-name': { system: 'EKS', of: 'node group' },
  'aws:eks:cluster-name': { system: 'EKS', of: 'cluster' },
  'eks:cluster-name': { system: 'EKS', of: 'cluster' },
  'eks:eks-cluster-name': { system: 'EKS', of: 'cluster' },
  'alpha.eksctl.io/cluster-name': { system: 'EKS', of: 'cluster' },
  'karpenter.sh/nodepool': { system: 'Karpenter', of: 'node pool' },
  'karpenter.sh/provisioner-name': { system: 'Karpenter', of: 'provisioner' },
  'elbv2.k8s.aws/cluster': { system: 'Kubernetes', of: 'cluster' },
  'ebs.csi.aws.com/cluster': { system: 'Kubernetes' },
  'kubernetes.io/created-for/pvc/name': { system: 'Kubernetes', of: 'volume claim' },
  'kubernetes.io/service-name': { system: 'Kubernetes', of: 'service' },
  KubernetesCluster: { system: 'Kubernetes', of: 'cluster' },
  'aws:elasticmapreduce:job-flow-id': { system: 'EMR', of: 'cluster' },
  'aws:ec2:fleet-id': { system: 'EC2 Fleet', of: 'fleet' },
  'aws:ec2spot:fleet-request-id': { system: 'Spot Fleet', of: 'request' },
  AWSBatchServiceTag: { system: 'AWS Batch' },
  'parallelcluster:cluster-name': { system: 'ParallelCluster', of: 'cluster' },
  'aws:dlm:lifecycle-policy-id': { system: 'Data Lifecycle Manager', of: 'policy' },
  'dlm:managed': { system: 'Data Lifecycle Manager' },
  'aws:secretsmanager:owningService': { system: 'Secrets Manager', of: 'service' },
  'crossplane-name': { system: 'Crossplane', of: 'resource' },
  'pulumi:project': { system: 'Pulumi', of: 'project' },
  'lambda:createdBy': { system: 'AWS SAM' },
  terraform: { system: 'Terraform' },
  Terraform: { system: 'Terraform' },
  TERRAFORM: { system: 'Terraform' },
  'terraform:workspace': { system: 'Terraform', of: 'workspace' },
  yor_trace: { system: 'Terraform' },
};

/** `kubernetes.io/cluster/prod=owned`; `shared` is what a cluster uses, and others created. */
const CLUSTER_PREFIX = 'kubernetes.io/cluster/';

const NEGATIVE_PATTERN = /^(false|no|0|off|)$/i;

/**
 * What manages a resource, by its tags: `CloudFormation stack web`, `Auto Scaling group asg-1`. Each system once, in the
 * order of the table. A system may set its tags again.
 */
export function managersOf(tags: Tags | null): readonly string[] {
  if (tags === null) return noManagers;
  let found: Map<string, string> | undefined;
  const add = (system: string, text: string) => {
    found ??= new Map();
    // A tag that names its system is more precise than one that does not.
    if (!found.has(system) || found.get(system) === system) found.set(system, text);
  };
  for (const [key, value] of Object.entries(tags)) {
    const mark = Object.hasOwn(marks, key) ? marks[key] : undefined;
    if (mark) {
      if (mark.of !== undefined && value !== '') add(mark.system, `${mark.system} ${mark.of} ${value}`);
      else if (!NEGATIVE_PATTERN.test(value) || key.startsWith('aws:') || key === 'AmazonECSManaged') {
        add(mark.system, mark.system);
      }
    } else if (key.startsWith(CLUSTER_PREFIX) && value === 'owned') {
      add('Kubernetes', `Kubernetes cluster ${key.slice(CLUSTER_PREFIX.length)}`);
    } else {
      const tool = toolNamedBy(key, value);
      if (tool !== undefined) add(tool, tool);
    }
  }
  return found ? [...found.values()].sort() : noManagers;
}

const noManagers: readonly string[] = Object.freeze([]);
