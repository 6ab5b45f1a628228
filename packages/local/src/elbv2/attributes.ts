import type { Form } from '../form.ts';
import type { XmlElements } from '../xml.ts';
import { validationError } from './errors.ts';
import type { LoadBalancer, TargetGroup } from './model.ts';

type Attributes = Readonly<Record<string, string>>;

// The attributes and their defaults: "LoadBalancerAttribute" and "TargetGroupAttribute" of the API reference.

const ofAll: Attributes = {
  'access_logs.s3.bucket': '',
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'ipv6.deny_all_igw_traffic': 'false',
  'zonal_shift.config.enabled': 'false',
};

const ofBalancers: Readonly<Record<string, Attributes>> = {
  application: {
    ...ofAll,
    'client_keep_alive.seconds': '3600',
    'connection_logs.s3.bucket': '',
    'connection_logs.s3.enabled': 'false',
    'connection_logs.s3.prefix': '',
    'health_check_logs.s3.bucket': '',
    'health_check_logs.s3.enabled': 'false',
    'health_check_logs.s3.prefix': '',
    'idle_timeout.timeout_seconds': '60',
    'load_balancing.cross_zone.enabled': 'true',
    'routing.http.desync_mitigation_mode': 'defensive',
    'routing.http.drop_invalid_header_fields.enabled': 'false',
    'routing.http.preserve_host_header.enabled': 'false',
    'routing.http.x_amzn_tls_version_and_cipher_suite.enabled': 'false',
    'routing.http.xff_client_port.enabled': 'false',
    'routing.http.xff_header_processing.mode': 'append',
    'routing.http2.enabled': 'true',
    'waf.fail_open.enabled': 'false',
  },
  network: {
    ...ofAll,
    'dns_record.client_routing_policy': 'any_availability_zone',
    'load_balancing.cross_zone.enabled': 'false',
    'secondary_ips.auto_assigned.per_subnet': '0',
  },
};

/** The attributes of a load balancer, with their defaults. */
export function attributesOf({
  type = '',
  scheme,
  attributes,
}: Pick<LoadBalancer, 'type' | 'scheme' | 'attributes'>): Attributes {
  const internal = scheme === 'internal' ? { 'ipv6.deny_all_igw_traffic': 'true' } : {};
  return { ...(ofBalancers[type] ?? ofAll), ...internal, ...attributes };
}

const ofGroups: Attributes = {
  'deregistration_delay.timeout_seconds': '300',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
  'stickiness.enabled': 'false',
  'target_group_health.dns_failover.minimum_healthy_targets.count': '1',
  'target_group_health.dns_failover.minimum_healthy_targets.percentage': 'off',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.count': '1',
  'target_group_health.unhealthy_state_routing.minimum_healthy_targets.percentage': 'off',
};

/** The attributes of a target group, with their defaults. */
export function groupAttributesOf({ protocol = '', targetType, attributes }: TargetGroup): Attributes {
  if (targetType === 'lambda') return { 'lambda.multi_value_headers.enabled': 'false', ...attributes };
  if (protocol.startsWith('HTTP'))
    return {
      ...ofGroups,
      'load_balancing.algorithm.anomaly_mitigation': 'off',
      'load_balancing.algorithm.type': 'round_robin',
      'slow_start.duration_seconds': '0',
      'stickiness.app_cookie.cookie_name': '',
      'stickiness.app_cookie.duration_seconds': '86400',
      'stickiness.lb_cookie.duration_seconds': '86400',
      'stickiness.type': 'lb_cookie',
      ...attributes,
    };
  const isUdp = protocol.includes('UDP');
  return {
    ...ofGroups,
    'deregistration_delay.connection_termination.enabled': String(isUdp),
    'preserve_client_ip.enabled': String(isUdp || targetType !== 'ip'),
    'proxy_protocol_v2.enabled': 'false',
    'stickiness.type': 'source_ip',
    'target_health_state.unhealthy.connection_termination.enabled': String(!isUdp),
    'target_health_state.unhealthy.draining_interval_seconds': '0',
    ...attributes,
  };
}

/** By the name of an attribute: its least and its largest value. */
const ranges: Readonly<Record<string, readonly [min: number, max: number]>> = {
  'client_keep_alive.seconds': [60, 604_800],
  'deregistration_delay.timeout_seconds': [0, 3_600],
  'idle_timeout.timeout_seconds': [1, 4_000],
  'secondary_ips.auto_assigned.per_subnet': [0, 7],
  'target_health_state.unhealthy.draining_interval_seconds': [0, 360_000],
};

/**
 * The attributes that a request sets.
 *
 * @param known all that there are
 * @throws AwsError `ValidationError`
 */
export function readAttributes(
  form: Form,
  known: Attributes,
  what: 'Load balancer' | 'Target group',
): Attributes {
  const entries = form
    .list('Attributes')
    .map((entry) => [entry.text('Key') ?? '', entry.text('Value') ?? ''] as const);
  if (entries.length === 0) throw validationError('At least one attribute must be specified');
  for (const [key, value] of entries) {
    if (!Object.hasOwn(known, key)) throw validationError(`${what} attribute key '${key}' is not recognized`);
    const [min, max] = ranges[key] ?? [];
    const isRefused =
      min === undefined || max === undefined
        ? key.endsWith('.enabled') && key !== 'load_balancing.cross_zone.enabled' && !isBoolean(value)
        : !/^\d{1,7}$/.test(value) || Number(value) < min || Number(value) > max;
    if (isRefused) throw validationError(`'${value}' is not a valid value for the attribute '${key}'`);
  }
  return Object.fromEntries(entries);
}

function isBoolean(text: string): boolean {
  return text === 'true' || text === 'false';
}

export function attributesXml(attributes: Attributes): XmlElements {
  return { Attributes: { member: Object.entries(attributes).map(([Key, Value]) => ({ Key, Value })) } };
}
