import { createPageTokens } from '../ec2/paging.ts';
import { queryAction } from '../listed/index.ts';
import { createListing } from '../listed/list-operation.ts';
import { classicBalancerList } from '../listed/query-lists.ts';
import { createQueryService, type QueryAction } from '../query-service.ts';
import { AwsError, type Service, type ServiceContext } from '../service.ts';
import { createBalancerActions } from './balancer-actions.ts';
import { createBalancerChanges } from './balancer-changes.ts';
import {
  type BalancerAction,
  type BalancerContext,
  invalidMarker,
  type LoadBalancerDelays,
  type TargetRule,
} from './context.ts';
import { createListenerActions } from './listener-actions.ts';
import { createRuleActions } from './rule-actions.ts';
import { createBalancerStore } from './store.ts';
import { createTagActions } from './tag-actions.ts';
import { createBalancerTagSource } from './tags.ts';
import { createTargetActions } from './target-actions.ts';
import { createTargetGroupActions } from './target-group-actions.ts';

export interface LoadBalancingOptions
  extends
    Pick<ServiceContext, 'clock' | 'dataDir'>,
    Pick<BalancerContext, 'network' | 'interfaces' | 'registry'> {
  readonly delays?: LoadBalancerDelays | undefined;
  /** How much later than at once what a caller makes is found; default: at once. */
  readonly lateMs?: BalancerContext['lateMs'] | undefined;
  /** What health checks find; default: they pass. */
  readonly targetRule?: TargetRule | undefined;
}

const DEFAULT_PROVISION_MS = 60_000;
const DEFAULT_LINGER_MS = 30_000;
const CLASSIC_VERSION = '2012-06-01';

/**
 * Elastic Load Balancing: application and network load balancers, in memory or in `dataDir`/elasticloadbalancing. Of
 * classic load balancers, and of those that the account file describes, it has the lists and tags only.
 */
export function createLoadBalancing(options: LoadBalancingOptions): Service {
  const { registry, clock, network, interfaces, delays = {}, dataDir } = options;
  const { provisionMs = DEFAULT_PROVISION_MS, lingerMs = DEFAULT_LINGER_MS } = delays;
  const store = createBalancerStore(dataDir);
  registry.tags.addSource(createBalancerTagSource(store));
  const context: BalancerContext = {
    store,
    network,
    interfaces,
    registry,
    clock,
    delays: { provisionMs, lingerMs },
    targetRule: options.targetRule ?? (() => 'passes'),
    lateMs: options.lateMs ?? (() => 0),
    tokens: createPageTokens(invalidMarker),
  };
  const actions = {
    ...createBalancerActions(context),
    ...createBalancerChanges(context),
    ...createTargetGroupActions(context),
    ...createTargetActions(context),
    ...createListenerActions(context),
    ...createRuleActions(context),
    ...createTagActions(context),
  };
  const listing = createListing(registry, 'InvalidParameterValue');
  const listClassic = queryAction(listing, 'DescribeLoadBalancers', classicBalancerList);

  function toQueryAction(operation: string, { resourcesOf, act }: BalancerAction): QueryAction {
    return async (form, request) => {
      if (form.text('Version') === CLASSIC_VERSION) {
        // Both versions of the API have operations of this name, and of others.
        if (operation === 'DescribeLoadBalancers') return listClassic(form, request);
        throw new AwsError(
          400,
          'InvalidAction',
          `the embedded AWS has DescribeLoadBalancers of the version ${CLASSIC_VERSION}, and not ${operation}`,
        );
      }
      const [resource = '*', ...alsoOn] = resourcesOf?.(form, registry.callerContextOf(request)) ?? [];
      const action = `elasticloadbalancing:${operation}`;
      const caller = await registry.authorize(request, { action, resource, alsoOn, operation });
      return act({ form, request, caller, operation });
    };
  }

  return {
    ...createQueryService({
      name: 'elasticloadbalancing',
      namespace: 'http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/',
      actions: Object.fromEntries(
        Object.entries(actions).map(([name, action]) => [name, toQueryAction(name, action)]),
      ),
    }),
    async close() {
      store.close();
    },
  };
}
