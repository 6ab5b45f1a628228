const PREFIX = 'AWSServiceRoleFor';

/** The services of roles whose path an event does not have: the user guide of each, "Using service-linked roles". */
const services: Readonly<Record<string, string>> = {
  AmazonEKS: 'eks',
  AmazonEKSForFargate: 'eks-fargate',
  AmazonEKSNodegroup: 'eks-nodegroup',
  AmazonElasticFileSystem: 'elasticfilesystem',
  AmazonOpenSearchService: 'opensearchservice',
  AutoScaling: 'autoscaling',
  Backup: 'backup',
  Batch: 'batch',
  EC2Fleet: 'ec2fleet',
  EC2Spot: 'spot',
  EC2SpotFleet: 'spotfleet',
  ECS: 'ecs',
  EMRCleanup: 'elasticmapreduce',
  ElastiCache: 'elasticache',
  ElasticBeanstalk: 'elasticbeanstalk',
  ElasticLoadBalancing: 'elasticloadbalancing',
  GlobalAccelerator: 'globalaccelerator',
  ImageBuilder: 'imagebuilder',
  Organizations: 'organizations',
  RDS: 'rds',
  Redshift: 'redshift',
};

/**
 * The service that a service-linked role belongs to; `undefined`: it is another role. Its path names the service
 * (IAM user guide, "Create a service-linked role"); a suffix of its name does not count.
 *
 * @param arn of the role
 */
export function serviceOfRole(
  name: string,
  arn: string | undefined,
): { readonly service: string | undefined } | undefined {
  const service = arn === undefined ? undefined : /:role\/aws-service-role\/([^/]+)\//.exec(arn)?.[1];
  if (service !== undefined) return { service };
  if (!name.startsWith(PREFIX)) return undefined;
  const known = name.slice(PREFIX.length).split('_')[0]!;
  return { service: Object.hasOwn(services, known) ? `${services[known]}.amazonaws.com` : undefined };
}
