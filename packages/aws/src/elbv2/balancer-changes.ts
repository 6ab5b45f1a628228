import {
  AddTagsCommand,
  CreateListenerCommand,
  CreateLoadBalancerCommand,
  CreateTargetGroupCommand,
  DeleteListenerCommand,
  DeleteLoadBalancerCommand,
  DeleteTargetGroupCommand,
  DescribeListenersCommand,
  DescribeLoadBalancersCommand,
  DescribeTagsCommand,
  DescribeTargetGroupsCommand,
  ModifyListenerCommand,
  ModifyTargetGroupCommand,
  RemoveTagsCommand,
  SetIpAddressTypeCommand,
  SetSecurityGroupsCommand,
  SetSubnetsCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createChangingCalls } from '../changing-calls.ts';
import type { Operations } from '../operations.ts';
import type { ElbSettings } from './settings.ts';

const changing = {
  AddTags: AddTagsCommand,
  CreateListener: CreateListenerCommand,
  CreateLoadBalancer: CreateLoadBalancerCommand,
  CreateTargetGroup: CreateTargetGroupCommand,
  DeleteListener: DeleteListenerCommand,
  DeleteLoadBalancer: DeleteLoadBalancerCommand,
  DeleteTargetGroup: DeleteTargetGroupCommand,
  ModifyListener: ModifyListenerCommand,
  ModifyTargetGroup: ModifyTargetGroupCommand,
  RemoveTags: RemoveTagsCommand,
  SetIpAddressType: SetIpAddressTypeCommand,
  SetSecurityGroups: SetSecurityGroupsCommand,
  SetSubnets: SetSubnetsCommand,
} as const;

const reading = {
  DescribeListeners: DescribeListenersCommand,
  DescribeLoadBalancers: DescribeLoadBalancersCommand,
  DescribeTags: DescribeTagsCommand,
  DescribeTargetGroups: DescribeTargetGroupsCommand,
} as const;

/**
 * The calls that make, change, remove and look up load balancers, with the inputs and outputs of the SDK. One that changes
 * something is sent once.
 *
 * Each throws GroundcrewError `aws-elbv2.change-failed` or `aws-elbv2.describe-failed`, with `details.awsError`.
 */
export type ElbCalls = Operations<typeof changing> & Operations<typeof reading>;

/** A factory of its own: what only reads load balancers needs none of it. */
export function createElbCalls(settings: ElbSettings): ElbCalls {
  return createChangingCalls(settings, {
    service: 'elasticloadbalancing',
    changing: { commands: changing, bucket: 'mutating', code: 'aws-elbv2.change-failed' },
    reading: { commands: reading, bucket: 'reading', code: 'aws-elbv2.describe-failed' },
  });
}
