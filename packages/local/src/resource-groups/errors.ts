import { AwsError } from '../service.ts';

// Codes: "Errors" of the actions of the Resource Groups API reference.

export function badRequest(message: string): AwsError {
  return new AwsError(400, 'BadRequestException', message);
}

export function noSuchGroup(group: string): AwsError {
  return new AwsError(404, 'NotFoundException', `Cannot find the group "${group}"`);
}
