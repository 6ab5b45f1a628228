import type { DeserializeHandler, HttpResponse, MiddlewareStack } from '@smithy/types';

interface Refusing<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** What AWS answers with has one of them. */
const requestIds = ['x-amz-request-id', 'x-amzn-requestid', 'x-amz-id-2'];

/**
 * Makes a client of a service that answers in XML refuse web pages with status 200, as the sign-in page of a network or a
 * proxy is one, and empty bodies: the SDK finds nothing in it, which reads as an account that has nothing. An object of S3 that
 * is a page, or empty, comes with the id of its request.
 *
 * @param options.mayBeEmpty whether some answers of the service have no body; default: no
 * @returns the client
 */
export function refusePages<Input extends object, Output extends object, Client>(
  client: Client & Refusing<Input, Output>,
  { mayBeEmpty = false }: { readonly mayBeEmpty?: boolean } = {},
): Client {
  const refuse =
    (next: DeserializeHandler<Input, Output>): DeserializeHandler<Input, Output> =>
    async (args) => {
      const result = await next(args);
      const response = result.response as HttpResponse;
      if (isForeign(response, mayBeEmpty)) throw foreignError(response);
      return result;
    };
  client.middlewareStack.add(refuse, { step: 'deserialize', priority: 'low', name: 'refusePages' });
  return client;
}

function isForeign({ statusCode, headers }: HttpResponse, mayBeEmpty: boolean): boolean {
  const isHtml = /^text\/html\b/i.test(headers['content-type'] ?? '');
  const isEmpty = !mayBeEmpty && headers['content-length'] === '0';
  return (isHtml || isEmpty) && statusCode < 300 && requestIds.every((name) => headers[name] === undefined);
}

/** In the form of the SDK's errors, so that it is explained as those are. */
function foreignError(response: HttpResponse): Error {
  (response.body as { destroy?: () => void } | undefined)?.destroy?.();
  const what = response.headers['content-length'] === '0' ? 'nothing' : 'a web page';
  return Object.assign(new Error(what), {
    name: 'UnknownError',
    $metadata: { httpStatusCode: response.statusCode },
    $response: response,
  });
}
