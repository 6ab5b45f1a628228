import { randomBytes } from 'node:crypto';
import type { XmlElements } from '../xml.ts';
import { AwsError } from '../service.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import { type BalancerActions, type BalancerContext, named, pageOf } from './context.ts';
import { notPermitted, ruleNotFound, tooMany, validationError } from './errors.ts';
import { changeableBalancer, listenerAt, rulesOf } from './find.ts';
import type { Listener, Rule } from './model.ts';
import { needText, numberOf } from './parameters.ts';
import { readActions, readConditions } from './rule-fields.ts';
import { within } from './store.ts';
import { readNewTags } from './tags.ts';

// "Quotas for your Application Load Balancers": rules of a load balancer, without the default ones.
const MAX_RULES = 100;

export function createRuleActions(context: BalancerContext): BalancerActions {
  const { store, registry } = context;

  /** @throws AwsError `RuleNotFound`; `OperationNotPermitted` for the default rule of a listener */
  function changeableRule(arn: string, scope: AccountRegion, verb: string): Rule {
    const rule = within(store.rules, scope).find((each) => each.arn === arn);
    if (rule) return rule;
    if (within(store.listeners, scope).some((each) => each.defaultRuleArn === arn))
      throw notPermitted(`Default rule '${arn}' cannot be ${verb}`);
    throw ruleNotFound();
  }

  return {
    CreateRule: {
      resourcesOf: (form) => [form.text('ListenerArn') ?? '*'],
      act({ form, caller }) {
        const listener = listenerAt(context, needText(form, 'ListenerArn'), caller);
        const balancer = changeableBalancer(context, listener.balancerArn, caller);
        if (balancer.type === 'network')
          throw notPermitted('Rules are unsupported for Network Load Balancer listeners');
        needText(form, 'Priority');
        const priority = numberOf(form, 'Priority', 1, 50_000)!;
        const rules = rulesOf(context, listener.arn);
        const rule: Rule = {
          arn: `${listener.arn.replace(':listener/', ':listener-rule/')}/${randomBytes(8).toString('hex')}`,
          listenerArn: listener.arn,
          priority,
          conditions: readConditions(form),
          actions: readActions(form, 'Actions', { balancer, protocol: listener.protocol }, caller, context),
          tags: readNewTags(form),
        };
        if (rules.some((each) => each.priority === priority))
          throw new AwsError(400, 'PriorityInUse', `Priority '${priority}' is currently in use`);
        if (rules.length >= MAX_RULES)
          throw tooMany('Rules', `A listener has a maximum of ${MAX_RULES} rules`);
        store.set('rule', rule);
        return { Rules: { member: [ruleXml(rule)] } };
      },
    },

    DescribeRules: {
      act(call) {
        const { form, caller } = call;
        const listenerArn = form.text('ListenerArn');
        const arns = form.texts('RuleArns.member');
        if (listenerArn === undefined && arns.length === 0)
          throw validationError('You must specify either a listener ARN or rule ARNs');
        const listeners =
          listenerArn === undefined
            ? within(store.listeners, caller)
            : [listenerAt(context, listenerArn, caller)];
        const all = listeners.flatMap((listener) => [
          ...rulesOf(context, listener.arn).map((rule) => ({ arn: rule.arn, xml: ruleXml(rule) })),
          { arn: listener.defaultRuleArn, xml: defaultRuleXml(listener) },
        ]);
        const found =
          listenerArn === undefined
            ? named(arns, (arn) => all.find((each) => each.arn === arn), ruleNotFound)
            : all;
        const { page, NextMarker } = pageOf(found, call, context);
        return { Rules: { member: page.map(({ xml }) => xml) }, NextMarker };
      },
    },

    ModifyRule: {
      resourcesOf: (form) => [form.text('RuleArn') ?? '*'],
      act({ form, caller }) {
        const rule = changeableRule(needText(form, 'RuleArn'), caller, 'modified');
        const listener = listenerAt(context, rule.listenerArn, caller);
        const balancer = changeableBalancer(context, listener.balancerArn, caller);
        const changed: Rule = {
          ...rule,
          ...(form.list('Conditions').length > 0 && { conditions: readConditions(form) }),
          ...(form.list('Actions').length > 0 && {
            actions: readActions(form, 'Actions', { balancer, protocol: listener.protocol }, caller, context),
          }),
        };
        store.set('rule', changed);
        return { Rules: { member: [ruleXml(changed)] } };
      },
    },

    DeleteRule: {
      resourcesOf: (form) => [form.text('RuleArn') ?? '*'],
      act({ form, caller }) {
        const { arn } = changeableRule(needText(form, 'RuleArn'), caller, 'deleted');
        store.remove({ kind: 'rule', arn });
        registry.tags.forget(arn);
        return {};
      },
    },
  };
}

/** "Rule" of the API reference. */
function ruleXml({ arn, priority, conditions, actions }: Rule): XmlElements {
  return {
    RuleArn: arn,
    Priority: String(priority),
    Conditions: { member: conditions },
    Actions: { member: actions },
    IsDefault: false,
  };
}

function defaultRuleXml({ defaultRuleArn, actions }: Listener): XmlElements {
  return {
    RuleArn: defaultRuleArn,
    Priority: 'default',
    Conditions: {},
    Actions: { member: actions },
    IsDefault: true,
  };
}
