import { AwsError } from '../service.ts';

/** The errors of a service for denied callers: "Common Errors" of its API reference. */
interface AccessErrorCodes {
  readonly status: number;
  readonly denied: string;
  /** In a region that is not enabled, where the account's keys are unknown. */
  readonly unknownKey: string;
  readonly expired: string;
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
  ec2: {
    status: 403,
    denied: 'UnauthorizedOperation',
    unknownKey: 'AuthFailure',
    expired: 'RequestExpired',
  },
  iam: query,
  lambda: { ...json, status: 403 },
  'resource-groups': { ...json, status: 403, denied: 'ForbiddenException' },
  s3: { ...query, unknownKey: 'InvalidAccessKeyId' },
  sns: { ...query, denied: 'AuthorizationError' },
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
