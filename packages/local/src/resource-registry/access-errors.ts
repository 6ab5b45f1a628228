import { AwsError } from '../service.ts';

/** The errors of a service for denied callers: "Common Errors" of its API reference. */
interface AccessErrorCodes {
  readonly status: number;
  readonly denied: string;
  /** In a region that is not enabled, where the account's keys are unknown. */
  readonly unknownKey: string;
  readonly expired: string;
  readonly headers?: Readonly<Record<string, string>>;
}

const json: AccessErrorCodes = {
  status: 400,
  denied: 'AccessDeniedException',
  unknownKey: 'UnrecognizedClientException',
  expired: 'ExpiredTokenException',
};

const query: AccessErrorCodes = {
  status: 403,
  denied: 'AccessDenied',
  unknownKey: 'InvalidClientTokenId',
  expired: 'ExpiredToken',
};

/** By IAM action prefix; all other services use those of the JSON protocols. */
const codes: Readonly<Record<string, AccessErrorCodes>> = {
  autoscaling: query,
  cloudformation: query,
  cloudfront: query,
  ec2: {
    status: 403,
    denied: 'UnauthorizedOperation',
    unknownKey: 'AuthFailure',
    expired: 'RequestExpired',
  },
  elasticache: query,
  elasticloadbalancing: query,
  iam: query,
  lambda: { ...json, status: 403 },
  rds: query,
  redshift: query,
  'resource-groups': { ...json, status: 403, denied: 'ForbiddenException' },
  route53: query,
  s3: { ...query, unknownKey: 'InvalidAccessKeyId' },
  sns: { ...query, denied: 'AuthorizationError' },
  // Clients that know SQS by its older protocol read the code of the header.
  sqs: { ...json, status: 403, headers: { 'x-amzn-query-error': 'AccessDenied;Sender' } },
  sts: query,
};

/** @param action `s3:ListAllMyBuckets` */
export function accessDenied(action: string, callerArn: string, resource = '*'): AwsError {
  const { status, denied } = codesOf(action);
  return new AwsError(
    status,
    denied,
    `User: ${callerArn} is not authorized to perform: ${action} on resource: ${resource} with an explicit deny in a service control policy`,
  );
}

/**
 * The error for a call that the caller's own policies don't allow.
 *
 * The wording of each service is that of its messages as users quote them; `reason` is IAM's.
 */
export function notAuthorized(action: string, callerArn: string, resource: string, reason: string): AwsError {
  const { status, denied, headers } = codesOf(action);
  const [service = '', name = ''] = action.split(':');
  const text = `User: ${callerArn} is not authorized to perform:`;
  switch (service) {
    case 's3':
      return new AwsError(status, denied, `${text} ${action} on resource: "${resource}" ${reason}`);
    case 'ec2':
      return new AwsError(
        status,
        denied,
        `You are not authorized to perform this operation. ${text} ${action} on resource: ${resource} ${reason}`,
      );
    case 'sns':
    case 'sqs': {
      const shown = service === 'sns' ? `SNS:${name}` : `sqs:${name.toLowerCase()}`;
      const message = `${text} ${shown} on resource: ${resource} ${reason.replace(action, shown)}`;
      return new AwsError(status, denied, message, { headers: headers ?? {} });
    }
    default:
      return new AwsError(status, denied, `${text} ${action} on resource: ${resource} ${reason}`);
  }
}

export function regionNotEnabled(action: string): AwsError {
  const { status, unknownKey } = codesOf(action);
  return new AwsError(status, unknownKey, 'The security token included in the request is invalid.');
}

export function keyExpired(action: string): AwsError {
  const { status, expired } = codesOf(action);
  return new AwsError(status, expired, 'The security token included in the request is expired');
}

function codesOf(action: string): AccessErrorCodes {
  return codes[action.slice(0, action.indexOf(':'))] ?? json;
}
