import type { TaggableKind } from '@groundcrew/aws/ec2/tagging';
import { listedTypeNames, listPermissions } from '@groundcrew/aws/lists';
import type { ListedType } from './listed-types.ts';

/** IAM actions of a type: to list it, and to read tags if GetResources is denied. */
export interface TypePermissions {
  readonly list: string;
  /** None where the list has the tags, and where there is no such call here. */
  readonly tags: readonly string[];
}

/** What every collection needs, regardless of its types. */
export const REGION_PERMISSION = 'ec2:DescribeRegions';
export const TAGGING_PERMISSION = 'tag:GetResources';

const describe = (action: string): TypePermissions => ({ list: `ec2:${action}`, tags: [] });

/** Service Authorization Reference, the page of each service. */
export const typePermissions: Readonly<Record<TaggableKind | ListedType, TypePermissions>> = {
  'ec2:vpc': describe('DescribeVpcs'),
  'ec2:subnet': describe('DescribeSubnets'),
  'ec2:instance': describe('DescribeInstances'),
  'ec2:volume': describe('DescribeVolumes'),
  'ec2:snapshot': describe('DescribeSnapshots'),
  'ec2:network-interface': describe('DescribeNetworkInterfaces'),
  'ec2:elastic-ip': describe('DescribeAddresses'),
  'ec2:image': describe('DescribeImages'),
  'ec2:security-group': describe('DescribeSecurityGroups'),
  'ec2:route-table': describe('DescribeRouteTables'),
  'ec2:internet-gateway': describe('DescribeInternetGateways'),
  'ec2:natgateway': describe('DescribeNatGateways'),
  'dynamodb:table': { list: 'dynamodb:ListTables', tags: ['dynamodb:ListTagsOfResource'] },
  'lambda:function': { list: 'lambda:ListFunctions', tags: ['lambda:ListTags'] },
  'logs:log-group': { list: 'logs:DescribeLogGroups', tags: ['logs:ListTagsForResource'] },
  's3:bucket': { list: 's3:ListAllMyBuckets', tags: ['s3:GetBucketTagging'] },
  'sns:topic': { list: 'sns:ListTopics', tags: ['sns:ListTagsForResource'] },
  ...listedPermissions(),
  'sqs:queue': { list: 'sqs:ListQueues', tags: ['sqs:GetQueueUrl', 'sqs:ListQueueTags'] },
};

function listedPermissions(): Record<(typeof listedTypeNames)[number], TypePermissions> {
  return Object.fromEntries(
    listedTypeNames.map((type) => [type, { list: listPermissions(type).join(' and '), tags: [] }]),
  ) as unknown as Record<(typeof listedTypeNames)[number], TypePermissions>;
}
