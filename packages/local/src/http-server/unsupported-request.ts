import { AwsError, type LocalRequest, type Protocol, type Service } from '../service.ts';

/** The protocol of a request that no service accepted, derived from its form. */
export function protocolOfUnsupported({ headers }: LocalRequest): Protocol {
  if (headers['x-amz-target'] !== undefined) {
    return headers['content-type']?.endsWith('1.1') ? 'json-1.1' : 'json-1.0';
  }
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
}

/** Names the requested service, as far as it can be determined, and the supported ones. */
export function unsupportedRequestError(request: LocalRequest, services: readonly Service[]): AwsError {
  const requested =
    request.headers['x-amz-target'] ?? request.signingService ?? `${request.method} ${request.path}`;
  const code = protocolOfUnsupported(request) === 'query' ? 'InvalidAction' : 'UnknownOperationException';
  const supported = services.map(({ name }) => name).join(', ');
  return new AwsError(
    400,
    code,
    `"${requested}" is not supported by the embedded AWS; supported: ${supported}`,
  );
}
