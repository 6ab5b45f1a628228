import { readBody } from './read-body.ts';
import { AwsError, type LocalRequest, type Protocol, type Service } from '../service.ts';

/** The protocol of a request that no service accepted, derived from its form. */
export function protocolOfUnsupported({ headers }: LocalRequest): Protocol {
  if (headers['x-amz-target'] !== undefined) {
    return headers['content-type']?.endsWith('1.1') ? 'json-1.1' : 'json-1.0';
  }
  return headers['content-type']?.startsWith('application/x-www-form-urlencoded') ? 'query' : 'rest-json';
}

const MAX_FORM_BYTES = 2 ** 20;

/**
 * Names the requested service or action, as far as it can be determined, and the supported ones. Of a request without a
 * signature, the form has the action.
 */
export async function unsupportedRequestError(
  request: LocalRequest,
  services: readonly Service[],
): Promise<AwsError> {
  const isForm = protocolOfUnsupported(request) === 'query';
  const code = isForm ? 'InvalidAction' : 'UnknownOperationException';
  const isUnsigned = request.signingService === undefined && request.method === 'POST';
  const action = isUnsigned ? await actionOf(request, isForm) : null;
  if (action !== null) return new AwsError(400, code, unsignedText(action, services));
  const requested =
    request.headers['x-amz-target'] ?? request.signingService ?? `${request.method} ${request.path}`;
  const supported = services.map(({ name }) => name).join(', ');
  return new AwsError(
    400,
    code,
    `"${requested}" is not supported by the embedded AWS; supported: ${supported}`,
  );
}

async function actionOf(request: LocalRequest, isForm: boolean): Promise<string | null> {
  const named = request.query.get('Action');
  if (named !== null || !isForm) return named;
  const body = await readBody(request, MAX_FORM_BYTES);
  return new URLSearchParams(body.toString('utf8')).get('Action');
}

function unsignedText(action: string, services: readonly Service[]): string {
  const owner = services.find(({ unsigned = [] }) => unsigned.includes(action));
  if (owner !== undefined)
    return `the action "${action}" of ${owner.name} is not supported by the embedded AWS; supported: ${owner.operations?.join(', ')}`;
  const names = services.filter(({ operations = [] }) => operations.includes(action)).map(({ name }) => name);
  const advice = names.length === 0 ? 'sign it' : `sign it for ${names.join(' or ')}`;
  return `the request of the action "${action}" is not signed, so its service is not known; ${advice}`;
}
