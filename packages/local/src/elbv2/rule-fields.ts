import type { Form } from '../form.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import { AwsError } from '../service.ts';
import type { XmlElements } from '../xml.ts';
import type { BalancerContext } from './context.ts';
import { incompatibleProtocols, invalidConfiguration, validationError } from './errors.ts';
import { forwardedTo, targetGroupAt, usersOf } from './find.ts';
import type { LoadBalancer } from './model.ts';
import { elementAt, type Fields, membersAt, readFields, textAt } from './parameters.ts';

// "Action" and "RuleCondition" of the API reference.

const authentication: Fields = {
  SessionCookieName: 'text',
  Scope: 'text',
  SessionTimeout: 'text',
  AuthenticationRequestExtraParams: 'map',
  OnUnauthenticatedRequest: 'text',
};

const actionFields: Fields = {
  Type: 'text',
  TargetGroupArn: 'text',
  Order: 'text',
  AuthenticateOidcConfig: {
    fields: {
      Issuer: 'text',
      AuthorizationEndpoint: 'text',
      TokenEndpoint: 'text',
      UserInfoEndpoint: 'text',
      ClientId: 'text',
      ...authentication,
    },
  },
  AuthenticateCognitoConfig: {
    fields: { UserPoolArn: 'text', UserPoolClientId: 'text', UserPoolDomain: 'text', ...authentication },
  },
  RedirectConfig: {
    fields: { Protocol: 'text', Port: 'text', Host: 'text', Path: 'text', Query: 'text', StatusCode: 'text' },
  },
  FixedResponseConfig: { fields: { MessageBody: 'text', StatusCode: 'text', ContentType: 'text' } },
  ForwardConfig: {
    fields: {
      TargetGroups: { list: { TargetGroupArn: 'text', Weight: 'text' } },
      TargetGroupStickinessConfig: { fields: { Enabled: 'text', DurationSeconds: 'text' } },
    },
  },
};

const values: Fields = { Values: 'texts', RegexValues: 'texts' };

const conditionFields: Fields = {
  Field: 'text',
  ...values,
  HostHeaderConfig: { fields: values },
  PathPatternConfig: { fields: values },
  HttpHeaderConfig: { fields: { HttpHeaderName: 'text', ...values } },
  QueryStringConfig: { fields: { Values: { list: { Key: 'text', Value: 'text' } } } },
  HttpRequestMethodConfig: { fields: { Values: 'texts' } },
  SourceIpConfig: { fields: { Values: 'texts' } },
};

/** The member of a condition that has its values. */
const configNames: Readonly<Record<string, string>> = {
  'host-header': 'HostHeaderConfig',
  'http-header': 'HttpHeaderConfig',
  'http-request-method': 'HttpRequestMethodConfig',
  'path-pattern': 'PathPatternConfig',
  'query-string': 'QueryStringConfig',
  'source-ip': 'SourceIpConfig',
};

// "Quotas for your Application Load Balancers": condition values of a rule.
const MAX_VALUES = 5;
const redirectDefaults = {
  Protocol: '#{protocol}',
  Port: '#{port}',
  Host: '#{host}',
  Path: '/#{path}',
  Query: '#{query}',
};
/** The members of actions that have to be there. */
const neededBy: Readonly<Record<string, string>> = {
  'authenticate-cognito': 'AuthenticateCognitoConfig',
  'authenticate-oidc': 'AuthenticateOidcConfig',
  'fixed-response': 'FixedResponseConfig',
  redirect: 'RedirectConfig',
};

/**
 * The actions of a listener or rule.
 *
 * Rules: "Listener rules for your Application Load Balancer" and "Listeners for your Network Load Balancers".
 *
 * @param name the parameter's
 * @throws AwsError
 */
export function readActions(
  form: Form,
  name: string,
  { balancer, protocol }: { readonly balancer: LoadBalancer; readonly protocol: string },
  scope: AccountRegion,
  context: Pick<BalancerContext, 'store' | 'clock'>,
): readonly XmlElements[] {
  const actions = form
    .list(name)
    .map((action) => completed(readFields(action, actionFields)))
    .toSorted((one, other) => Number(textAt(one, 'Order') ?? 0) - Number(textAt(other, 'Order') ?? 0));
  if (actions.length === 0) throw validationError('At least one action must be specified');
  for (const action of actions) checkAction(action, balancer, protocol);
  const last = textAt(actions.at(-1), 'Type') ?? '';
  if (last.startsWith('authenticate-'))
    throw validationError('The last action must be a forward, redirect or fixed-response action');
  for (const arn of forwardedTo(actions)) {
    const group = targetGroupAt(context, arn, scope);
    if (!fits(group.protocol, protocol) && group.targetType !== 'lambda')
      throw incompatibleProtocols(
        `The listener and the following target groups have incompatible protocols: ${arn}`,
      );
    if (group.vpcId !== undefined && group.vpcId !== balancer.vpcId)
      throw invalidConfiguration(
        `The following target groups are not in the VPC of the load balancer: ${arn}`,
      );
    if (usersOf(context, arn).some((user) => user !== balancer.arn))
      throw new AwsError(
        400,
        'TargetGroupAssociationLimit',
        `The following target groups cannot be associated with more than one load balancer: ${arn}`,
      );
  }
  return actions;
}

/** As answers have it: both ways to name one target group, and the defaults of a redirect. */
function completed(action: XmlElements): XmlElements {
  const { ForwardConfig, TargetGroupArn, RedirectConfig, ...rest } = action;
  if (textAt(action, 'Type') === 'redirect' && RedirectConfig !== undefined)
    return { ...rest, RedirectConfig: { ...redirectDefaults, ...(RedirectConfig as XmlElements) } };
  if (textAt(action, 'Type') !== 'forward') return action;
  const given = membersAt(ForwardConfig, 'TargetGroups');
  const groups = given.length > 0 ? given : TargetGroupArn === undefined ? [] : [{ TargetGroupArn }];
  const stickiness = elementAt(ForwardConfig, 'TargetGroupStickinessConfig') ?? { Enabled: 'false' };
  const weighted = groups.map((group) => ({ Weight: '1', ...(group as XmlElements) }));
  return {
    ...rest,
    ...(groups.length === 1 && { TargetGroupArn: textAt(groups[0], 'TargetGroupArn') }),
    ForwardConfig: { TargetGroups: { member: weighted }, TargetGroupStickinessConfig: stickiness },
  };
}

function checkAction(action: XmlElements, { type }: LoadBalancer, protocol: string): void {
  const kind = textAt(action, 'Type') ?? '';
  const needed = neededBy[kind];
  if (needed === undefined && kind !== 'forward')
    throw validationError(
      `Action type '${kind}' must be one of 'forward', ${Object.keys(neededBy).join(', ')}`,
    );
  if (type === 'network' && kind !== 'forward')
    throw new AwsError(
      400,
      'InvalidLoadBalancerAction',
      `Actions of type '${kind}' are not supported for Network Load Balancers`,
    );
  if (kind.startsWith('authenticate-') && protocol !== 'HTTPS')
    throw new AwsError(
      400,
      'InvalidLoadBalancerAction',
      `Actions of type '${kind}' are supported only on HTTPS listeners`,
    );
  if (needed !== undefined && elementAt(action, needed) === undefined)
    throw validationError(`${needed} must be specified for an action of type '${kind}'`);
  if (kind === 'forward' && forwardedTo([action]).length === 0)
    throw validationError('A target group ARN must be specified');
}

/** Whether a listener may forward to a target group of a protocol: "CreateListener" and "CreateTargetGroup" of the API reference. */
function fits(group: string | undefined, listener: string): boolean {
  if (listener === 'HTTP' || listener === 'HTTPS') return group === 'HTTP' || group === 'HTTPS';
  if (listener === 'TLS') return group === 'TLS' || group === 'TCP';
  if (listener === 'TCP' || listener === 'UDP') return group === listener || group === 'TCP_UDP';
  return group === listener;
}

/**
 * The conditions of a rule.
 *
 * @throws AwsError `ValidationError`
 */
export function readConditions(form: Form): readonly XmlElements[] {
  const conditions = form.list('Conditions').map((each) => readFields(each, conditionFields));
  if (conditions.length === 0) throw validationError('A condition must be specified');
  let count = 0;
  const complete = conditions.map((condition) => {
    const field = textAt(condition, 'Field') ?? '';
    const name = configNames[field];
    if (name === undefined)
      throw validationError(
        `Condition field '${field}' must be one of '[${Object.keys(configNames).join(', ')}]'`,
      );
    const own = condition[name] ?? readableAs(condition);
    const given = [...membersAt(own, 'Values'), ...membersAt(own, 'RegexValues')];
    count += given.length;
    if (given.length === 0) throw validationError('A condition value must be specified');
    const isPlain = field === 'host-header' || field === 'path-pattern';
    return {
      Field: field,
      ...(isPlain && { Values: elementAt(own, 'Values') ?? { member: [] } }),
      [name]: own,
    };
  });
  if (count > MAX_VALUES)
    throw validationError(`Rules cannot have more than '${MAX_VALUES}' condition values`);
  return complete;
}

/** The values of a condition outside of its own member, where host names and paths may be, too. */
function readableAs({ Values, RegexValues }: XmlElements): XmlElements {
  return { ...(Values !== undefined && { Values }), ...(RegexValues !== undefined && { RegexValues }) };
}
