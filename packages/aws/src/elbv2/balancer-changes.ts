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
import { createCall, isThrottle, wrapServiceError } from '@groundcrew/aws-core';
import { callService } from '../call.ts';
import { type AnySend, createOperations, type Operations } from '../operations.ts';
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
export function createElbCalls({ client, limiter, ...settings }: ElbSettings): ElbCalls {
  const call = createCall({ limiter, ...settings });
  const send = client.send.bind(client) as unknown as AnySend;
  const doing = (name: string) => `call elasticloadbalancing:${name}`;
  return {
    ...createOperations(changing, async (name, command, { signal }) => {
      await limiter.take('mutating', signal);
      return await callService(
        signal,
        (options) => send(command, options),
        (error) => {
          if (isThrottle(error)) limiter.throttled('mutating');
          return wrapServiceError(error, { code: 'aws-elbv2.change-failed', doing: doing(name) });
        },
      );
    }),
    ...createOperations(reading, (name, command, { signal }) =>
      callService(
        signal,
        (options) => call('reading', signal, () => send(command, options)),
        (error) => wrapServiceError(error, { code: 'aws-elbv2.describe-failed', doing: doing(name) }),
      ),
    ),
  };
}
