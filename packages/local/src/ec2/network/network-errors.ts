import { AwsError } from '../../service.ts';

// Codes: "Error codes for the Amazon EC2 API" of the EC2 developer guide. Messages: as clients of EC2 have reported them, where
// known; the others are unverified.

/** A client error of EC2. */
export function refused(code: string, message: string): AwsError {
  return new AwsError(400, code, message);
}

/** Of deleting what others depend on. */
export function hasDependencies(what: string, id: string): AwsError {
  return refused('DependencyViolation', `The ${what} '${id}' has dependencies and cannot be deleted.`);
}

export function invalidValue(value: string, parameter: string, why: string): AwsError {
  return refused('InvalidParameterValue', `Value (${value}) for parameter ${parameter} is invalid. ${why}`);
}

/** Quotas: the code and what there are too many of. */
export function limitExceeded(code: string, what: string): AwsError {
  return refused(code, `The maximum number of ${what} has been reached.`);
}
