import { AwsError, type LocalRequest, type Protocol, type Service } from '../service.ts';

/** Protocols whose operations are paths. */
const readByGet = new Set<Protocol>(['rest-json', 'rest-xml', 's3']);

/**
 * Refuses what a link or an image can name: an address alone must read nothing and change nothing. Services that name their operation
 * in the body or in a header get POST only, as SDKs send it; the others read for signed requests only.
 *
 * @throws AwsError 403 `AccessDenied`
 */
export function checkMethod(request: LocalRequest, service: Service): void {
  const { method, accessKeyId } = request;
  if (method === 'POST' || service.isLink?.(request)) return;
  if (!readByGet.has(service.protocol)) {
    throw denied(`${service.name} accepts POST only, not ${method}`);
  }
  if (accessKeyId === undefined && (method === 'GET' || method === 'HEAD')) {
    throw denied('the request is not signed');
  }
}

function denied(reason: string): AwsError {
  return new AwsError(
    403,
    'AccessDenied',
    `Access Denied: ${reason}; a link or an image of a web page must not be able to read or change anything here`,
  );
}
