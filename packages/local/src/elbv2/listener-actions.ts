import { randomBytes } from 'node:crypto';
import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { XmlElements } from '../xml.ts';
import { type BalancerActions, type BalancerContext, named, pageOf, visibility } from './context.ts';
import { duplicateListener, listenerNotFound, tooMany, validationError } from './errors.ts';
import { balancerAt, changeableBalancer, isFound, listenerAt, listenersOf, rulesOf } from './find.ts';
import type { Listener, LoadBalancer } from './model.ts';
import { choiceOf, needText, numberOf } from './parameters.ts';
import { readActions } from './rule-fields.ts';
import { within } from './store.ts';
import { readNewTags, tagsText } from './tags.ts';

const protocolsOf = {
  application: ['HTTP', 'HTTPS'],
  network: ['TCP', 'TLS', 'UDP', 'TCP_UDP'],
} as const;
const DEFAULT_POLICY = 'ELBSecurityPolicy-2016-08';
// "Quotas for your Application Load Balancers": listeners of a load balancer.
const MAX_LISTENERS = 50;

const resourcesOf = (form: Form) => [form.text('ListenerArn') ?? '*'];

export function createListenerActions(context: BalancerContext): BalancerActions {
  const { store, registry } = context;

  /** @param before of the listener that is changed; `undefined`: it is new */
  function readListener(
    form: Form,
    balancer: LoadBalancer,
    scope: AccountRegion,
    before?: Listener,
  ): Omit<Listener, 'arn' | 'defaultRuleArn' | 'tags' | 'visibleMs'> {
    const allowed: readonly string[] = protocolsOf[balancer.type === 'network' ? 'network' : 'application'];
    const protocol = choiceOf(form, 'Protocol', allowed) ?? before?.protocol;
    const port = numberOf(form, 'Port', 1, 65_535) ?? before?.port;
    if (protocol === undefined) throw validationError('A listener protocol must be specified');
    if (port === undefined) throw validationError('A listener port must be specified');
    const isSecure = protocol === 'HTTPS' || protocol === 'TLS';
    const [certificate, ...others] = form.list('Certificates');
    if (others.length > 0) throw validationError('Only one certificate can be specified');
    // "Changing the protocol from HTTPS to HTTP … removes the security policy and default certificate."
    const certificateArn = isSecure
      ? (certificate?.text('CertificateArn') ?? before?.certificateArn)
      : undefined;
    if (isSecure && certificateArn === undefined)
      throw validationError(`A certificate must be specified for ${protocol} listeners`);
    if (!isSecure && certificate !== undefined)
      throw validationError(`A certificate cannot be specified for ${protocol} listeners`);
    if (!isSecure && form.text('SslPolicy') !== undefined)
      throw validationError(`An SSL policy cannot be specified for ${protocol} listeners`);
    const actions =
      before && form.list('DefaultActions').length === 0
        ? before.actions
        : readActions(form, 'DefaultActions', { balancer, protocol }, scope, context);
    const alpnPolicy = form.texts('AlpnPolicy.member');
    return {
      balancerArn: balancer.arn,
      port,
      protocol,
      sslPolicy: isSecure ? (form.text('SslPolicy') ?? before?.sslPolicy ?? DEFAULT_POLICY) : undefined,
      certificateArn,
      alpnPolicy: alpnPolicy.length > 0 ? alpnPolicy : (before?.alpnPolicy ?? []),
      actions,
    };
  }

  return {
    CreateListener: {
      resourcesOf: (form) => [form.text('LoadBalancerArn') ?? '*'],
      act(call) {
        const { form, caller } = call;
        const balancer = changeableBalancer(context, needText(form, 'LoadBalancerArn'), caller);
        const path = balancer.arn.slice(balancer.arn.indexOf('/'));
        const base = balancer.arn.slice(0, balancer.arn.lastIndexOf(':') + 1);
        const id = randomBytes(8).toString('hex');
        const wanted: Listener = {
          ...readListener(form, balancer, caller),
          arn: `${base}listener${path}/${id}`,
          defaultRuleArn: `${base}listener-rule${path}/${id}/${randomBytes(8).toString('hex')}`,
          tags: readNewTags(form),
          ...visibility(call, context),
        };
        const listeners = listenersOf(context, balancer.arn);
        const existing = listeners.find(({ port }) => port === wanted.port);
        if (existing) {
          const now = { ...existing, tags: registry.tags.get(existing.arn) };
          if (settingsOf(now) !== settingsOf(wanted)) throw duplicateListener(balancer.arn);
          return { Listeners: { member: [listenerXml(existing)] } };
        }
        if (listeners.length >= MAX_LISTENERS)
          throw tooMany('Listeners', `A load balancer has a maximum of ${MAX_LISTENERS} listeners`);
        store.set('listener', wanted);
        return { Listeners: { member: [listenerXml(wanted)] } };
      },
    },

    DeleteListener: {
      resourcesOf,
      act({ form, caller }) {
        const { arn } = listenerAt(context, needText(form, 'ListenerArn'), caller);
        const rules = rulesOf(context, arn);
        store.remove(...rules.map((rule) => ({ kind: 'rule', arn: rule.arn }) as const), {
          kind: 'listener',
          arn,
        });
        for (const gone of [arn, ...rules.map((rule) => rule.arn)]) registry.tags.forget(gone);
        return {};
      },
    },

    DescribeListeners: {
      act(call) {
        const { form, caller } = call;
        const balancerArn = form.text('LoadBalancerArn');
        const arns = form.texts('ListenerArns.member');
        if (balancerArn === undefined && arns.length === 0)
          throw validationError('You must specify either listener ARNs or a load balancer ARN');
        const all = within(store.listeners, caller).filter((listener) => isFound(listener, context));
        const balancer = balancerArn === undefined ? undefined : balancerAt(context, balancerArn, caller);
        const found = balancer
          ? all.filter((listener) => listener.balancerArn === balancer.arn)
          : named(arns, (arn) => all.find((each) => each.arn === arn), listenerNotFound);
        const { page, NextMarker } = pageOf(found, call, context);
        return { Listeners: { member: page.map(listenerXml) }, NextMarker };
      },
    },

    ModifyListener: {
      resourcesOf,
      act({ form, caller }) {
        const listener = listenerAt(context, needText(form, 'ListenerArn'), caller);
        const balancer = changeableBalancer(context, listener.balancerArn, caller);
        const changed = { ...listener, ...readListener(form, balancer, caller, listener) };
        const others = listenersOf(context, balancer.arn).filter(({ arn }) => arn !== listener.arn);
        if (others.some(({ port }) => port === changed.port)) throw duplicateListener(balancer.arn);
        store.set('listener', changed);
        return { Listeners: { member: [listenerXml(changed)] } };
      },
    },

    DescribeListenerCertificates: {
      act(call) {
        const { certificateArn } = listenerAt(context, needText(call.form, 'ListenerArn'), call.caller);
        const certificates =
          certificateArn === undefined ? [] : [{ CertificateArn: certificateArn, IsDefault: true }];
        const { page, NextMarker } = pageOf(certificates, call, context);
        return { Certificates: { member: page }, NextMarker };
      },
    },
  };
}

/** What two creates have to have in common to be one. */
function settingsOf({
  port,
  protocol,
  sslPolicy,
  certificateArn,
  alpnPolicy,
  actions,
  tags,
}: Listener): string {
  return JSON.stringify([port, protocol, sslPolicy, certificateArn, alpnPolicy, actions, tagsText(tags)]);
}

/** "Listener" of the API reference. */
function listenerXml({ certificateArn, alpnPolicy, ...listener }: Listener): XmlElements {
  return {
    ListenerArn: listener.arn,
    LoadBalancerArn: listener.balancerArn,
    Port: listener.port,
    Protocol: listener.protocol,
    Certificates: certificateArn === undefined ? undefined : { member: [{ CertificateArn: certificateArn }] },
    SslPolicy: listener.sslPolicy,
    AlpnPolicy: alpnPolicy.length === 0 ? undefined : { member: alpnPolicy },
    DefaultActions: { member: listener.actions },
  };
}
