import { GroundcrewError } from '@groundcrew/errors';

export type ImdsErrorCode =
  | 'imds.bad-answer'
  | 'imds.disabled'
  | 'imds.forbidden'
  | 'imds.hop-limit'
  | 'imds.not-an-instance'
  | 'imds.not-text'
  | 'imds.proxied'
  | 'imds.slow'
  | 'imds.switched-off'
  | 'imds.token-refused'
  | 'imds.too-long'
  | 'imds.unavailable'
  | 'imds.v1-only';

/** Options of an instance that control access to its metadata service. */
export type MetadataOption = 'http-endpoint' | 'http-put-response-hop-limit' | 'instance-metadata-tags';

const requiredValues: Readonly<Record<MetadataOption, string>> = {
  'http-endpoint': 'enabled',
  'http-put-response-hop-limit': '2',
  'instance-metadata-tags': 'enabled',
};

/**
 * The `aws` command that changes the option so that a program can read the metadata (AWS CLI reference,
 * "modify-instance-metadata-options"). It needs credentials, so it is not for the instance itself.
 */
export function metadataOptionCommand(option: MetadataOption, instanceId = 'INSTANCE_ID'): string {
  return `aws ec2 modify-instance-metadata-options --instance-id ${instanceId} --${option} ${requiredValues[option]}`;
}

/** The request, and its outcome. */
export interface RequestContext {
  readonly endpoint: string;
  readonly timeoutMs: number;
  readonly cause?: unknown;
  /** HTTP status, if there was a response. */
  readonly status?: number | undefined;
}

/** Creates the error of `code`: what was found, and what to do about it. */
export function imdsError(code: ImdsErrorCode, context: RequestContext, found = ''): GroundcrewError {
  const { endpoint, status, cause } = context;
  return new GroundcrewError(code, messages[code](context, found), {
    fault: code === 'imds.switched-off' ? 'user' : 'service',
    details: { endpoint, ...(status !== undefined && { status }) },
    ...(cause !== undefined && { cause }),
  });
}

const messages: Readonly<Record<ImdsErrorCode, (question: RequestContext, found: string) => string>> = {
  'imds.switched-off': ({ endpoint }) =>
    `the instance metadata service at ${endpoint} is not used, because AWS_EC2_METADATA_DISABLED is "true"; unset it`,
  'imds.not-an-instance': ({ endpoint }, found) =>
    `this is not an EC2 instance, or its metadata service can't be reached from here: ${found} at ${endpoint}; ` +
    'run it on an instance, or set AWS_EC2_METADATA_SERVICE_ENDPOINT to the address of the service ' +
    '(an IPv6-only subnet: AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6)',
  'imds.disabled': ({ endpoint }) =>
    `the instance metadata service at ${endpoint} responds with 403: it is disabled for this instance ` +
    `(HttpEndpoint=disabled); enable it: ${metadataOptionCommand('http-endpoint')}`,
  'imds.forbidden': ({ endpoint }, found) =>
    `the instance metadata service at ${endpoint} responds with 403 to ${found}, and not to everything: ` +
    'a proxy or a firewall in front of it does not allow this path',
  'imds.proxied': ({ endpoint, status }, found) =>
    `${found || 'a proxy'} at ${endpoint} issues no tokens (PUT /latest/api/token: ${status}) and responds without them: a ` +
    'proxy for pods such as kube2iam or kiam, or an HTTP proxy in front of the service; reach the service itself, or ' +
    'pass --allow-imdsv1 to read without a token what the proxy passes on',
  'imds.hop-limit': ({ endpoint, timeoutMs }) =>
    `the instance metadata service at ${endpoint} responds, but not to the request for a token within ` +
    `${timeoutMs} ms: the response may exceed the hop limit, as in a container with a hop limit of 1; ` +
    `raise it: ${metadataOptionCommand('http-put-response-hop-limit')}`,
  'imds.v1-only': ({ endpoint, status }) =>
    `the metadata service at ${endpoint} returns no tokens (PUT /latest/api/token: ${status}) and responds without them: ` +
    'it supports only IMDSv1; pass --allow-imdsv1 to read it anyway',
  'imds.token-refused': ({ endpoint, status }, found) =>
    `the instance metadata service at ${endpoint} refused ${found} (${status}); ` +
    'a proxy may add X-Forwarded-For or drop headers: connect to the service directly (NO_PROXY=169.254.169.254)',
  'imds.slow': ({ endpoint, timeoutMs }, found) =>
    `the instance metadata service at ${endpoint} did not respond to ${found} within ${timeoutMs} ms; ` +
    'try again, or raise the timeout: AWS_METADATA_SERVICE_TIMEOUT=5 (seconds)',
  'imds.unavailable': ({ endpoint }, found) =>
    `the instance metadata service at ${endpoint} is not available: ${found}; try again in a moment`,
  'imds.too-long': ({ endpoint }, found) =>
    `the instance metadata service at ${endpoint} sends too much: ${found}; no value of EC2 is that long, ` +
    'so check AWS_EC2_METADATA_SERVICE_ENDPOINT',
  'imds.not-text': ({ endpoint }, found) =>
    `${found} of the instance metadata service at ${endpoint} is not UTF-8 text; read it as bytes`,
  'imds.bad-answer': ({ endpoint }, found) =>
    `the service at ${endpoint} is not an instance metadata service, or a broken one: ${found}; ` +
    'check AWS_EC2_METADATA_SERVICE_ENDPOINT',
};
