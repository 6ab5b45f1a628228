import { AwsError } from '../service.ts';

// Codes: "Error codes for the Amazon EC2 API" of the EC2 developer guide. Messages: as EC2 was seen to answer,
// where that is known.

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterValue', message);
}

export function invalidCombination(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterCombination', message);
}

/** EC2's answer in a region that is not enabled, or does not exist. */
export function regionNotEnabled(): AwsError {
  return new AwsError(401, 'AuthFailure', 'AWS was not able to validate the provided access credentials');
}

export function requestExpired(): AwsError {
  return new AwsError(400, 'RequestExpired', 'Request has expired.');
}

export function unauthorized(arn: string, action: string): AwsError {
  return new AwsError(
    403,
    'UnauthorizedOperation',
    `You are not authorized to perform this operation. User: ${arn} is not authorized to perform: ` +
      `ec2:${action} with an explicit deny in a service control policy`,
  );
}

export function requestLimitExceeded(): AwsError {
  return new AwsError(503, 'RequestLimitExceeded', 'Request limit exceeded.');
}

export function dryRun(): AwsError {
  return new AwsError(412, 'DryRunOperation', 'Request would have succeeded, but DryRun flag is set.');
}

export function malformedInstanceId(id: string): AwsError {
  return new AwsError(400, 'InvalidInstanceID.Malformed', `Invalid id: "${id}"`);
}

export function unknownInstanceIds(ids: readonly string[]): AwsError {
  return new AwsError(
    400,
    'InvalidInstanceID.NotFound',
    ids.length === 1
      ? `The instance ID '${ids[0]}' does not exist`
      : `The instance IDs '${ids.join(', ')}' do not exist`,
  );
}
