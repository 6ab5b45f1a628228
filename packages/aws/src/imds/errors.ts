import { GroundcrewError } from '@groundcrew/errors';

export type ImdsErrorCode =
  | 'imds.bad-answer'
  | 'imds.disabled'
  | 'imds.hop-limit'
  | 'imds.not-an-instance'
  | 'imds.not-text'
  | 'imds.slow'
  | 'imds.switched-off'
  | 'imds.token-refused'
  | 'imds.too-long'
  | 'imds.unavailable'
  | 'imds.v1-only';

/** Options of an instance that decide what its metadata service tells, and to whom. */
export type MetadataOption = 'http-endpoint' | 'http-put-response-hop-limit' | 'instance-metadata-tags';

const requiredValues: Readonly<Record<MetadataOption, string>> = {
  'http-endpoint': 'enabled',
  'http-put-response-hop-limit': '2',
  'instance-metadata-tags': 'enabled',
};

/**
 * The `aws` command that changes the option to what lets a program read what it could not (AWS CLI reference,
 * "modify-instance-metadata-options"). To be run where credentials are, not on the instance.
 */
export function metadataOptionCommand(option: MetadataOption, instanceId = 'INSTANCE_ID'): string {
  return `aws ec2 modify-instance-metadata-options --instance-id ${instanceId} --${option} ${requiredValues[option]}`;
}

/** What was asked, and what it led to. */
export interface RequestContext {
  readonly endpoint: string;
  readonly timeoutMs: number;
  readonly cause?: unknown;
  /** HTTP status, where there was an answer. */
  readonly status?: number | undefined;
}

/** Makes the error of `code`: what was found, and what to do about it. */
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
    `the instance metadata service at ${endpoint} is not asked, because AWS_EC2_METADATA_DISABLED is "true"; unset it`,
  'imds.not-an-instance': ({ endpoint }, found) =>
    `this is not an EC2 instance, or its metadata service can't be reached from here: ${found} at ${endpoint}; ` +
    'run it on an instance, or set AWS_EC2_METADATA_SERVICE_ENDPOINT to where the service is ' +
    '(an IPv6-only subnet: AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE=IPv6)',
  'imds.disabled': ({ endpoint }) =>
    `the instance metadata service at ${endpoint} answers 403: it is switched off for this instance ` +
    `(HttpEndpoint=disabled); switch it on: ${metadataOptionCommand('http-endpoint')}`,
  'imds.hop-limit': ({ endpoint, timeoutMs }) =>
    `the instance metadata service at ${endpoint} answers, but the answer to the request for a token did not come ` +
    `within ${timeoutMs} ms: it may not travel far enough, as in a container while the hop limit is 1; ` +
    `allow one hop more: ${metadataOptionCommand('http-put-response-hop-limit')}`,
  'imds.v1-only': ({ endpoint, status }) =>
    `the metadata service at ${endpoint} gives no tokens (PUT /latest/api/token: ${status}) and answers without them: ` +
    'it knows IMDSv1 only; pass --allow-imdsv1 to read it all the same',
  'imds.token-refused': ({ endpoint, status }, found) =>
    `the instance metadata service at ${endpoint} refused ${found} (${status}); ` +
    'a proxy between may add X-Forwarded-For or drop headers: reach the service directly (NO_PROXY=169.254.169.254)',
  'imds.slow': ({ endpoint, timeoutMs }, found) =>
    `the instance metadata service at ${endpoint} did not answer ${found} within ${timeoutMs} ms; ` +
    'try again, or give it longer: AWS_METADATA_SERVICE_TIMEOUT=5 (seconds)',
  'imds.unavailable': ({ endpoint }, found) =>
    `the instance metadata service at ${endpoint} is not available: ${found}; try again in a moment`,
  'imds.too-long': ({ endpoint }, found) =>
    `the instance metadata service at ${endpoint} sends too much: ${found}; no value of EC2 is so long, ` +
    'so look at AWS_EC2_METADATA_SERVICE_ENDPOINT',
  'imds.not-text': ({ endpoint }, found) =>
    `${found} of the instance metadata service at ${endpoint} is not UTF-8 text; read it as bytes`,
  'imds.bad-answer': ({ endpoint }, found) =>
    `what answers at ${endpoint} is no instance metadata service, or a broken one: ${found}; ` +
    'look at AWS_EC2_METADATA_SERVICE_ENDPOINT',
};
