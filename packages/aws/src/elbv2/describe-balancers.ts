import {
  DescribeListenersCommand,
  DescribeLoadBalancerAttributesCommand,
  DescribeLoadBalancersCommand,
  DescribeRulesCommand,
  DescribeTagsCommand,
  DescribeTargetGroupAttributesCommand,
  DescribeTargetGroupsCommand,
  DescribeTargetHealthCommand,
} from '@aws-sdk/client-elastic-load-balancing-v2';
import { createCall } from '@groundcrew/aws-core';
import type { CallOptions, SendOptions } from '../call.ts';
import { createAsk, type ServiceAnswer, wholeList } from '../service-answer.ts';
import type { ElbSettings } from './settings.ts';

/**
 * What Elastic Load Balancing answers, all pages of an answer put together.
 *
 * Each call throws GroundcrewError `aws-elbv2.describe-failed`, with `details.permission`, the IAM action.
 */
export interface ElbBalancers {
  loadBalancers(options?: CallOptions): Promise<ServiceAnswer>;
  targetGroups(options?: CallOptions): Promise<ServiceAnswer>;
  listeners(loadBalancerArn: string, options?: CallOptions): Promise<ServiceAnswer>;
  rules(listenerArn: string, options?: CallOptions): Promise<ServiceAnswer>;
  loadBalancerAttributes(arn: string, options?: CallOptions): Promise<ServiceAnswer>;
  targetGroupAttributes(arn: string, options?: CallOptions): Promise<ServiceAnswer>;
  targetHealth(targetGroupArn: string, options?: CallOptions): Promise<ServiceAnswer>;
  /** `TagDescriptions` of any number of ARNs. */
  tags(arns: readonly string[], options?: CallOptions): Promise<ServiceAnswer>;
}

/** Elastic Load Balancing API reference, PageSize of the describe calls. */
const PAGE_SIZE = 400;
/** API reference, "DescribeTags": up to 20 resources in one call. */
const ARNS_PER_CALL = 20;

interface ElbPage {
  readonly PageSize: number;
  readonly Marker?: string;
}

/** A factory of its own: what changes load balancers needs none of it. */
export function createElbBalancers({ client, ...settings }: ElbSettings): ElbBalancers {
  const ask = createAsk(createCall(settings), {
    service: 'elasticloadbalancing',
    bucket: 'reading',
    code: 'aws-elbv2.describe-failed',
    doing: 'read load balancers',
  });

  const whole = (
    action: string,
    key: string,
    options: CallOptions,
    send: (page: ElbPage, options: SendOptions) => Promise<{ readonly NextMarker?: string | undefined }>,
  ): Promise<ServiceAnswer> =>
    wholeList(
      key,
      (Marker) => {
        const page = { PageSize: PAGE_SIZE, ...(Marker !== undefined && { Marker }) };
        return ask(action, options, (sending) => send(page, sending));
      },
      ({ NextMarker }) => NextMarker,
    );

  return {
    loadBalancers: (options = {}) =>
      whole('DescribeLoadBalancers', 'LoadBalancers', options, (page, sending) =>
        client.send(new DescribeLoadBalancersCommand(page), sending),
      ),
    targetGroups: (options = {}) =>
      whole('DescribeTargetGroups', 'TargetGroups', options, (page, sending) =>
        client.send(new DescribeTargetGroupsCommand(page), sending),
      ),
    listeners: (LoadBalancerArn, options = {}) =>
      whole('DescribeListeners', 'Listeners', options, (page, sending) =>
        client.send(new DescribeListenersCommand({ ...page, LoadBalancerArn }), sending),
      ),
    rules: (ListenerArn, options = {}) =>
      whole('DescribeRules', 'Rules', options, (page, sending) =>
        client.send(new DescribeRulesCommand({ ...page, ListenerArn }), sending),
      ),
    async loadBalancerAttributes(LoadBalancerArn, options = {}) {
      const { Attributes = [] } = await ask('DescribeLoadBalancerAttributes', options, (sending) =>
        client.send(new DescribeLoadBalancerAttributesCommand({ LoadBalancerArn }), sending),
      );
      return { Attributes };
    },
    async targetGroupAttributes(TargetGroupArn, options = {}) {
      const { Attributes = [] } = await ask('DescribeTargetGroupAttributes', options, (sending) =>
        client.send(new DescribeTargetGroupAttributesCommand({ TargetGroupArn }), sending),
      );
      return { Attributes };
    },
    async targetHealth(TargetGroupArn, options = {}) {
      const { TargetHealthDescriptions = [] } = await ask('DescribeTargetHealth', options, (sending) =>
        client.send(new DescribeTargetHealthCommand({ TargetGroupArn }), sending),
      );
      return { TargetHealthDescriptions };
    },
    async tags(arns, options = {}) {
      const found: unknown[] = [];
      for (let at = 0; at < arns.length; at += ARNS_PER_CALL) {
        const ResourceArns = arns.slice(at, at + ARNS_PER_CALL);
        const { TagDescriptions = [] } = await ask('DescribeTags', options, (sending) =>
          client.send(new DescribeTagsCommand({ ResourceArns }), sending),
        );
        found.push(...TagDescriptions);
      }
      return { TagDescriptions: found };
    },
  };
}
