import { type ClientConfig, type ConnectionSettings, clientConfig } from '@groundcrew/aws-core';

interface ServiceSettings {
  /** In AWS's settings, if it is another one. */
  readonly name?: string;
  /** Unless the caller sets something else. */
  readonly defaults?: Pick<ConnectionSettings, 'maxAttempts' | 'requestTimeoutMs'>;
  /** Whatever the caller sets. */
  readonly fixed?: Pick<ConnectionSettings, 'maxAttempts'>;
}

/** Long enough for the slowest answers, such as a page of 1,000 instances, which take seconds at times. */
const REQUEST_TIMEOUT_MS = 15_000;

/** Retries are made by the wrapper, where each takes a token of the rate limiter like any call. */
const noRetries = { maxAttempts: 1 };

/** How the clients of services differ from what the SDK does by itself. */
const serviceSettings = {
  // A query is polled many times; one lost request must not end it.
  athena: { defaults: { maxAttempts: 8 } },
  'auto-scaling': {
    name: 'auto_scaling',
    defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS },
    fixed: noRetries,
  },
  cloudtrail: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS }, fixed: noRetries },
  cloudwatch: {},
  // Each attempt may be charged.
  'cost-explorer': { name: 'cost_explorer', fixed: noRetries },
  dynamodb: {},
  'dynamodb-streams': { name: 'dynamodb_streams' },
  ec2: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS }, fixed: noRetries },
  elbv2: {
    name: 'elastic_load_balancing_v2',
    defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS },
    fixed: noRetries,
  },
  iam: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS } },
  lambda: {},
  logs: { name: 'cloudwatch_logs' },
  organizations: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS } },
  rds: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS }, fixed: noRetries },
  'resource-groups': { name: 'resource_groups' },
  route53: { name: 'route_53', defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS }, fixed: noRetries },
  s3: {},
  sns: {},
  sqs: {},
  ssm: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS } },
  // An execution is followed for hours; one lost request must not end that.
  'step-functions': { name: 'sfn', defaults: { maxAttempts: 8, requestTimeoutMs: REQUEST_TIMEOUT_MS } },
  sts: { defaults: { requestTimeoutMs: REQUEST_TIMEOUT_MS } },
  tagging: { name: 'resource_groups_tagging_api', fixed: noRetries },
} as const satisfies Readonly<Record<string, ServiceSettings>>;

/** The services of clients, by their names in AWS's settings. */
export const serviceNames: readonly string[] = Object.entries<ServiceSettings>(serviceSettings).map(
  ([key, { name = key }]) => name,
);

/** The configuration of a service's client for the connection that the caller asks for. */
export function serviceConfig(
  service: keyof typeof serviceSettings,
  settings: ConnectionSettings = {},
): ClientConfig {
  const { defaults, fixed, name = service }: ServiceSettings = serviceSettings[service];
  const endpointUrl = settings.endpointUrl ?? settings.endpointOf?.(name)?.value;
  return clientConfig({
    ...defaults,
    ...settings,
    ...fixed,
    ...(endpointUrl !== undefined && { endpointUrl }),
  });
}
