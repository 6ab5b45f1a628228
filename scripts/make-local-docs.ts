import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startLocal } from '@groundcrew/local';

const BEGIN = '<!-- Made by scripts/make-local-docs.ts from the services. Run it again when they change. -->';
const END = '<!-- The end of what it makes. -->';

/** Names as AWS writes them, of those that differ from the service's own. */
const titles: Readonly<Record<string, string>> = {
  apigateway: 'API Gateway',
  autoscaling: 'EC2 Auto Scaling',
  ce: 'Cost Explorer',
  cloudformation: 'CloudFormation',
  cloudfront: 'CloudFront',
  cloudtrail: 'CloudTrail',
  cloudwatch: 'CloudWatch',
  dynamodb: 'DynamoDB and Streams',
  ec2: 'EC2',
  ecr: 'ECR',
  ecs: 'ECS',
  eks: 'EKS',
  elasticache: 'ElastiCache',
  elasticfilesystem: 'EFS',
  elasticloadbalancing: 'Elastic Load Balancing, version 2 (and the list of classic ones)',
  es: 'OpenSearch Service',
  events: 'EventBridge',
  'execute-api': 'API Gateway (HTTP APIs)',
  iam: 'IAM',
  kinesis: 'Kinesis Data Streams',
  kms: 'KMS',
  lambda: 'Lambda',
  logs: 'CloudWatch Logs',
  organizations: 'Organizations',
  rds: 'RDS',
  redshift: 'Redshift',
  'resource-groups': 'Resource Groups',
  route53: 'Route 53',
  s3: 'S3',
  secretsmanager: 'Secrets Manager',
  sns: 'SNS',
  sqs: 'SQS',
  ssm: 'Systems Manager',
  states: 'Step Functions',
  sts: 'STS',
  tagging: 'Resource Groups Tagging API',
};

/** The operations that the embedded AWS serves, by service. */
export async function readOperations(): Promise<ReadonlyMap<string, readonly string[]>> {
  const local = await startLocal();
  try {
    const entries = local
      .services()
      .map(({ name, operations }) => [titles[name] ?? name, operations.toSorted()] as const);
    return new Map(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
  } finally {
    await local.close();
  }
}

/** The page with its list of operations replaced. */
export function withOperations(page: string, operations: ReadonlyMap<string, readonly string[]>): string {
  const begin = page.indexOf(BEGIN);
  const end = page.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/local.md lacks the line ${BEGIN} or ${END}`);
  const list = [...operations].map(([title, names]) => `- **${title}**: ${names.join(', ')}`);
  return `${page.slice(0, begin)}${BEGIN}\n\n${list.join('\n')}\n\n${page.slice(end)}`;
}

if (import.meta.main) {
  const path = join(import.meta.dirname, '../docs/local.md');
  writeFileSync(path, withOperations(readFileSync(path, 'utf8'), await readOperations()));
}
