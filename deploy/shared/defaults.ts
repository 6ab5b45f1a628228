/**
 * Choices that both templates share and no manifest contains. A choice that users should have belongs in the
 * manifest,
 * as a setting.
 */
export const defaults = {
  runtime: 'nodejs24.x',
  architecture: 'arm64',
  logRetentionDays: 30,
  /** Versions of objects that were replaced or deleted; a load in progress refers to its version. */
  noncurrentVersionDays: 30,
  /** Parts of unfinished uploads cost as much as objects, and no listing shows them. */
  abortMultipartDays: 7,
  /** Days in which the deletion of the alarms' key can be canceled; the minimum of KMS. */
  keyDeletionDays: 7,
  /** Shown to subscribers as the sender's name. */
  topicDisplayName: 'groundcrew',
} as const;

/** The name of a function in an account. */
export function functionName(name: string): string {
  return `groundcrew-${name}`;
}

/** The name of a function's log group. */
export function logGroupName(name: string): string {
  return `/aws/lambda/${functionName(name)}`;
}

/**
 * The name of the log group of an API's requests. For names with this prefix AWS does not add each log group to a
 * resource policy, which is full after a few (CloudWatch Logs user guide, "Enable logging from AWS services").
 */
export function apiLogGroupName(name: string): string {
  return `/aws/vendedlogs/${name}`;
}

/** The access log of a request: caller, method and outcome. Not the query, which may contain personal names. */
export const accessLogFormat = JSON.stringify({
  requestId: '$context.requestId',
  time: '$context.requestTime',
  caller: '$context.identity.userArn',
  sourceIp: '$context.identity.sourceIp',
  route: '$context.routeKey',
  method: '$context.httpMethod',
  status: '$context.status',
  responseBytes: '$context.responseLength',
  latencyMs: '$context.responseLatency',
  error: '$context.error.message',
  integrationError: '$context.integrationErrorMessage',
});

/** `load-inventory` as the prefix of a logical id: `LoadInventory`. */
export function logicalId(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
