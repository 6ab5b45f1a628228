import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import { tagList } from '../listed/list-operation.ts';
import type { BalancerActions, BalancerContext } from './context.ts';
import {
  balancerNotFound,
  listenerNotFound,
  ruleNotFound,
  targetGroupNotFound,
  validationError,
} from './errors.ts';
import { allBalancersOf } from './find.ts';
import { isIn } from './store.ts';
import { readTags, storeTags } from './tags.ts';

const MAX_NAMED = 20;

const resourcesOf = (form: Form) => {
  const arns = form.texts('ResourceArns.member');
  return arns.length > 0 ? arns : ['*'];
};

const missing: Readonly<Record<string, () => Error>> = {
  loadbalancer: balancerNotFound,
  targetgroup: targetGroupNotFound,
  listener: listenerNotFound,
  'listener-rule': ruleNotFound,
};

export function createTagActions(context: BalancerContext): BalancerActions {
  const { store, registry } = context;

  function isThere(arn: string, scope: AccountRegion): boolean {
    const own = [store.balancers, store.groups, store.listeners, store.rules].some((map) => map.has(arn));
    return own ? isIn(arn, scope) : allBalancersOf(context, scope).some((balancer) => balancer.arn === arn);
  }

  /** The ARNs of a request. @throws AwsError for one that does not exist */
  function readArns(form: Form, scope: AccountRegion): readonly string[] {
    const arns = form.texts('ResourceArns.member');
    if (arns.length === 0) throw validationError('At least one resource ARN must be specified');
    if (arns.length > MAX_NAMED)
      throw validationError(`Cannot have more than ${MAX_NAMED} resources in a request`);
    for (const arn of arns) {
      const kind = /^arn:[^:]*:elasticloadbalancing:[^:]*:[^:]*:([a-z-]+)\//.exec(arn)?.[1] ?? '';
      const error = missing[kind];
      if (!error) throw validationError(`'${arn}' is not a valid resource ARN`);
      if (!isThere(arn, scope)) throw error();
    }
    return arns;
  }

  return {
    AddTags: {
      resourcesOf,
      act({ form, caller }) {
        const arns = readArns(form, caller);
        const set = readTags(form);
        for (const arn of arns) {
          registry.change(arn, { set }, { ...caller, action: 'elasticloadbalancing:AddTags' });
          storeTags(store, registry, arn);
        }
        return {};
      },
    },

    RemoveTags: {
      resourcesOf,
      act({ form, caller }) {
        const remove = form.texts('TagKeys.member');
        for (const arn of readArns(form, caller)) {
          registry.change(arn, { remove }, { ...caller, action: 'elasticloadbalancing:RemoveTags' });
          storeTags(store, registry, arn);
        }
        return {};
      },
    },

    DescribeTags: {
      act({ form, caller, request, operation }) {
        const read = registry.tagReadFor(request, operation);
        return {
          TagDescriptions: {
            member: readArns(form, caller).map((arn) => ({
              ResourceArn: arn,
              Tags: { member: tagList(registry.tags.get(arn, read)) },
            })),
          },
        };
      },
    },
  };
}
