import { AwsError } from '../service.ts';

// Codes and states: the service model of botocore (2013-04-01). Messages: as users quote them, where such a quotation was found.

const coded =
  (code: string, status = 400) =>
  (message: string) =>
    new AwsError(status, code, message);

export const invalidInput = coded('InvalidInput');
export const invalidDomainName = coded('InvalidDomainName');
export const conflictingDomain = coded('ConflictingDomainExists');

export const noSuchZone = (id: string) =>
  new AwsError(404, 'NoSuchHostedZone', `No hosted zone found with ID: ${id}`);

export const noSuchChange = (id: string) =>
  new AwsError(404, 'NoSuchChange', `A change with the ID ${id} was not found`);

export const noSuchHealthCheck = (id: string) =>
  new AwsError(404, 'NoSuchHealthCheck', `No health check exists with the ID ${id}`);

export const zoneExists = () =>
  new AwsError(
    409,
    'HostedZoneAlreadyExists',
    'A hosted zone has already been created with the specified caller reference.',
  );

export const zoneNotEmpty = () =>
  new AwsError(
    400,
    'HostedZoneNotEmpty',
    'The specified hosted zone contains non-required resource record sets and so cannot be deleted.',
  );

export const noSuchVpc = (id: string, region: string) =>
  new AwsError(
    400,
    'InvalidVPCId',
    `The VPC: ${id} you provided does not exist in the region ${region}, or you are not authorized to access it`,
  );

/** All that is wrong with a batch of changes, of which none is made. */
export const invalidChangeBatch = (problems: readonly string[]) =>
  new AwsError(400, 'InvalidChangeBatch', `[${problems.join(', ')}]`);
