/**
 * What both templates choose alike and no manifest asks about. A choice that a user should have
 * belongs in the manifest, as a setting.
 */
export const defaults = {
  runtime: 'nodejs24.x',
  architecture: 'arm64',
  logRetentionDays: 30,
  /** Versions of objects that were replaced or deleted; a load that is under way names its version. */
  noncurrentVersionDays: 30,
  /** Parts of uploads that nobody finished cost as much as objects, and no listing shows them. */
  abortMultipartDays: 7,
  /** Days in which the deletion of the alarms' key can be taken back; the least that KMS takes. */
  keyDeletionDays: 7,
  /** Subscribers see it as the sender's name. */
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
 * The name of the log group of an API's requests. Under this prefix AWS keeps no list of log groups in a policy, which
 * is full after a few (CloudWatch Logs user guide, "Enable logging from AWS services").
 */
export function apiLogGroupName(name: string): string {
  return `/aws/vendedlogs/${name}`;
}

/** What is logged of a request: who asked how, and what came of it. Not what was asked: it may be anybody's name. */
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

/** `load-inventory` as the start of a logical id: `LoadInventory`. */
export function logicalId(name: string): string {
  return name.replace(/(^|-)([a-z0-9])/g, (_, __, letter: string) => letter.toUpperCase());
}
