import type { NetworkQuery } from './answers.ts';
import { type Gatherer, hasTag, itemsOf, lastOf, textOf, type Wanted } from './gather.ts';

const balancersList: Wanted = {
  path: 'load-balancers',
  permission: 'elasticloadbalancing:DescribeLoadBalancers',
  ask: ({ elb }, options) => elb.loadBalancers(options),
};

const groupsList: Wanted = {
  path: 'target-groups',
  permission: 'elasticloadbalancing:DescribeTargetGroups',
  ask: ({ elb }, options) => elb.targetGroups(options),
};

const listenersOf = (arn: string): Wanted => ({
  path: `listeners-${lastOf(arn)}`,
  permission: 'elasticloadbalancing:DescribeListeners',
  ask: ({ elb }, options) => elb.listeners(arn, options),
});

/**
 * What of a network Elastic Load Balancing has: of a plan the tags, and the listeners of what is its own.
 *
 * @returns whether there are load balancers that records may lead to; of a plan, those of the network
 */
export async function askElb({ ask }: Gatherer, { own, anyWithTag }: NetworkQuery): Promise<boolean> {
  const [balancers, groups] = await ask([balancersList, groupsList]);
  const balancerArns = itemsOf(balancers, 'LoadBalancers').map((each) => textOf(each, 'LoadBalancerArn'));
  const groupArns = itemsOf(groups, 'TargetGroups').map((each) => textOf(each, 'TargetGroupArn'));
  const arns = [...balancerArns, ...groupArns];
  const [tags] =
    own || anyWithTag !== undefined
      ? await ask([
          {
            path: 'elb-tags',
            permission: 'elasticloadbalancing:DescribeTags',
            ask: async ({ elb }, options) => await elb.tags(arns, options),
          },
        ])
      : [];
  if (own) {
    const ours = new Set(
      itemsOf(tags, 'TagDescriptions')
        .filter((each) => hasTag(each, own.tag))
        .map((each) => textOf(each, 'ResourceArn')),
    );
    const ownArns = balancerArns.filter((arn) => ours.has(arn));
    await ask(ownArns.map(listenersOf));
    return ownArns.length > 0;
  }
  const listeners = await ask(balancerArns.map(listenersOf));
  await ask([
    ...listeners
      .flatMap((answer) => itemsOf(answer, 'Listeners'))
      .map((listener) => textOf(listener, 'ListenerArn'))
      .map((arn): Wanted => ({
        path: `rules-${lastOf(arn)}`,
        permission: 'elasticloadbalancing:DescribeRules',
        ask: ({ elb }, options) => elb.rules(arn, options),
      })),
    ...balancerArns.map((arn): Wanted => ({
      path: `attributes-${lastOf(arn)}`,
      permission: 'elasticloadbalancing:DescribeLoadBalancerAttributes',
      ask: ({ elb }, options) => elb.loadBalancerAttributes(arn, options),
    })),
    ...groupArns.flatMap((arn): Wanted[] => [
      {
        path: `health-${lastOf(arn)}`,
        permission: 'elasticloadbalancing:DescribeTargetHealth',
        ask: ({ elb }, options) => elb.targetHealth(arn, options),
      },
      {
        path: `attributes-${lastOf(arn)}`,
        permission: 'elasticloadbalancing:DescribeTargetGroupAttributes',
        ask: ({ elb }, options) => elb.targetGroupAttributes(arn, options),
      },
    ]),
  ]);
  return balancerArns.length > 0;
}
