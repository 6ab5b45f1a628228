import { AwsError } from '../service.ts';

// Codes: "Errors" of the actions of the Resource Groups Tagging API reference.

export function invalidParameter(message: string): AwsError {
  return new AwsError(400, 'InvalidParameterException', message);
}

export function tokenExpired(): AwsError {
  return new AwsError(
    400,
    'PaginationTokenExpiredException',
    'The PaginationToken has expired: it is valid for 15 minutes; start again without one',
  );
}
