import type { DeserializeHandler, HttpResponse, MiddlewareStack } from '@smithy/types';

interface Refusing<Input extends object, Output extends object> {
  readonly middlewareStack: MiddlewareStack<Input, Output>;
}

/** What AWS answers with has one of them. */
const REQUEST_IDS = ['x-amz-request-id', 'x-amzn-requestid', 'x-amz-id-2'];

/**
 * Makes a client of a service that answers in XML refuse web pages with status 200, as the sign-in page of a network or a
 * proxy is one: the SDK finds nothing in it, which reads as an account that has nothing. An object of S3 that is a page comes
 * with the id of its request.
 *
 * @returns the client
 */
export function refusePages<Input extends object, Output extends object, Client>(
  client: Client & Refusing<Input, Output>,
): Client {
  const refuse =
    (next: DeserializeHandler<Input, Output>): DeserializeHandler<Input, Output> =>
    async (args) => {
      const result = await next(args);
      const response = result.response as HttpResponse;
      if (isPage(response)) throw pageError(response);
      return result;
    };
  client.middlewareStack.add(refuse, { step: 'deserialize', priority: 'low', name: 'refusePages' });
  return client;
}

function isPage({ statusCode, headers }: HttpResponse): boolean {
  const isHtml = /^text\/html\b/i.test(headers['content-type'] ?? '');
  return isHtml && statusCode < 300 && REQUEST_IDS.every((name) => headers[name] === undefined);
}

/** In the form of the SDK's errors, so that it is explained as those are. */
function pageError(response: HttpResponse): Error {
  (response.body as { destroy?: () => void } | undefined)?.destroy?.();
  return Object.assign(new Error('a web page'), {
    name: 'UnknownError',
    $metadata: { httpStatusCode: response.statusCode },
    $response: response,
  });
}
