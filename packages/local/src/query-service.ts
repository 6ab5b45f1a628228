import { createForm, type Form } from './form.ts';
import { readBody } from './http-server/read-body.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Protocol, type Service } from './service.ts';
import { refuseUnsupportedParameters } from './unsupported-parameters.ts';
import { writeXmlDocument, type XmlElements } from './xml.ts';

/** One action of a service with the query protocol; it returns the content of its result. */
export type QueryAction<Result = XmlElements> = (
  form: Form,
  request: LocalRequest,
) => Result | Promise<Result>;

/** Writes a response: the root element has the action's name. */
export type WriteResponse<Result> = (
  action: string,
  result: Result,
  requestId: string,
) => NonNullable<LocalResponse['body']>;

const MAX_BODY_BYTES = 4 * 1024 ** 2;

/** "Error codes for the Amazon EC2 API": `InvalidParameter` is also that of one that is not supported. */
const invalidParameterCodes: Partial<Record<Protocol, string>> = {
  ec2: 'InvalidParameter',
  query: 'InvalidParameterValue',
};

/** A service of the query protocol: parameters as a form, responses in XML. */
export function createQueryService(options: {
  readonly name: string;
  readonly namespace: string;
  readonly actions: Readonly<Record<string, QueryAction>>;
  readonly links?: readonly string[];
  readonly unsigned?: readonly string[];
}): Service {
  return createFormService({
    ...options,
    protocol: 'query',
    write: (action, result, requestId) =>
      writeXmlDocument(`${action}Response`, options.namespace, {
        [`${action}Result`]: result,
        ResponseMetadata: { RequestId: requestId },
      }),
  });
}

/** A service whose requests are forms, and whose responses are written by `write`. */
export function createFormService<Result>(options: {
  readonly name: string;
  readonly protocol: Protocol;
  readonly actions: Readonly<Record<string, QueryAction<Result>>>;
  readonly write: WriteResponse<Result>;
  /** Actions of links in messages (`?Action=ConfirmSubscription`), which are opened without a signature. */
  readonly links?: readonly string[];
  /** See {@link Service}. */
  readonly unsigned?: readonly string[];
}): Service {
  const { name, protocol, actions, write, links = [], unsigned = [] } = options;
  const supported = Object.keys(actions);
  return {
    name,
    protocol,
    operations: supported,
    unsigned,
    matches: ({ signingService, query }) =>
      signingService === name ||
      (signingService === undefined && supported.includes(query.get('Action') ?? '')),
    isLink: ({ method, query }) => method === 'GET' && links.includes(query.get('Action') ?? ''),
    async handle(request): Promise<LocalResponse> {
      // The body of a link is not read: it could name another action.
      const body = request.method === 'POST' ? await readBody(request, MAX_BODY_BYTES) : Buffer.alloc(0);
      const form = createForm(body.length > 0 ? new URLSearchParams(body.toString('utf8')) : request.query);
      const action = form.text('Action') ?? '';
      const act = Object.hasOwn(actions, action) ? actions[action] : undefined;
      if (!act) {
        throw new AwsError(
          400,
          'InvalidAction',
          `the action "${action}" of ${name} is not supported by the embedded AWS; supported: ${supported.join(', ')}`,
        );
      }
      refuseUnsupportedParameters(name, action, form.value, {
        code: invalidParameterCodes[protocol] ?? 'InvalidParameterValue',
        region: request.signingRegion,
      });
      const result = await act(form, request);
      return {
        status: 200,
        headers: { 'content-type': 'text/xml' },
        body: write(action, result, request.id),
      };
    },
  };
}
