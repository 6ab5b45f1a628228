import { AwsError, type LocalRequest, type Protocol, type Service } from '../service.ts';

/** The protocol of a request that no service took, as its form betrays it. */
export function protocolOfUnsupported({ headers }: LocalRequest): Protocol {
  if (headers['x-amz-target'] !== undefined) {
    return headers['content-type']?.endsWith('1.1') ? 'json-1.1' : 'json-1.0';
  }
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
}

/** Says which service was meant, as far as can be told, and which there are. */
export function unsupportedRequestError(request: LocalRequest, services: readonly Service[]): AwsError {
  const asked =
    request.headers['x-amz-target'] ?? request.signingService ?? `${request.method} ${request.path}`;
  const code = protocolOfUnsupported(request) === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  const served = services.map(({ name }) => name).join(', ');
  return new AwsError(400, code, `"${asked}" is not served by the embedded AWS; it serves ${served}`);
}
