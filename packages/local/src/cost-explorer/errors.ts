import { AwsError } from '../service.ts';

// Codes: "Errors" of the actions of the Cost Explorer API reference; ValidationException: its "Common errors".

export function invalid(message: string): AwsError {
  return new AwsError(400, 'ValidationException', message);
}

export function dataUnavailable(message: string): AwsError {
  return new AwsError(400, 'DataUnavailableException', message);
}

export function invalidToken(): AwsError {
  return new AwsError(
    400,
    'InvalidNextTokenException',
    'The pagination token is invalid. Try again without a pagination token.',
  );
}

export function requestChanged(): AwsError {
  return new AwsError(
    400,
    'RequestChangedException',
    'Your request parameters changed between pages. Try again with the old parameters or without a pagination token.',
  );
}
