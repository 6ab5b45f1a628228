import type { Clock } from '../clock.ts';
import { readBody } from '../http-server/read-body.ts';
import type { Invoker } from '../lambda/invoker.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import { toApiEvent } from './event.ts';
import { internalServerError, notFound, toApiResponse, tooLarge, unavailable } from './response.ts';
import type { ApiRoute, ApiRoutes } from './routes.ts';

export interface HttpApiOptions {
  readonly routes: ApiRoutes;
  readonly invoker: Pick<Invoker, 'invoke'>;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/** Not a valid bucket name, so it can't conflict with S3 ("Bucket naming rules" in the S3 user guide). */
const PATH_PREFIX = '/_http/';

// "Quotas for configuring and running an HTTP API" in the API Gateway developer guide; and Lambda's payload limit.
const MAX_BODY_BYTES = 6 * 1024 * 1024;
const INTEGRATION_TIMEOUT_MS = 30_000;

/** Base URL of an API: `http://127.0.0.1:PORT/_http/FleetApi`, followed by the path of a route. */
export function apiUrl(endpoint: string, id: string): string {
  return `${endpoint}${PATH_PREFIX}${id}`;
}

/** API Gateway's HTTP APIs: requests to their routes invoke functions. Callers are not authenticated. */
export function createHttpApis(options: HttpApiOptions): Service {
  const { routes, region, accountId } = options;
  return {
    name: 'execute-api',
    protocol: 'rest-json',
    operations: ['Invoke'],
    matches: ({ path }) => path.startsWith(PATH_PREFIX),
    // Its routes are open on AWS too; pages of other origins are refused anyway.
    isLink: () => true,
    async handle(request) {
      const [api = '', ...rest] = request.path.slice(PATH_PREFIX.length).split('/');
      const path = `/${rest.join('/')}`;
      const route = routes.find(api, request.method, path);
      if (!route) return notFound;
      await request.reportCall({
        action: 'execute-api:Invoke',
        resource: `arn:aws:execute-api:${region}:${accountId}:${api}/$default/${request.method}${path}`,
        operation: 'Invoke',
      });
      return await run(request, path, route, options);
    },
  };
}

async function run(
  request: LocalRequest,
  path: string,
  { api, route, target }: ApiRoute,
  { invoker, clock, accountId }: HttpApiOptions,
): Promise<LocalResponse> {
  const body = await readBody(request, MAX_BODY_BYTES).catch((error: unknown) => {
    if (error instanceof AwsError) return undefined;
    throw error;
  });
  if (body === undefined) return tooLarge;
  if (target.busy()) return unavailable;
  const { host = '127.0.0.1' } = request.headers;
  const arrival = { api, routeKey: route, path, accountId, host, now: clock.now(), body };
  const invocation = invoker.invoke(target, JSON.stringify(toApiEvent(request, arrival)));
  const outcome = await withTimeout(INTEGRATION_TIMEOUT_MS, invocation);
  if (outcome === undefined) return unavailable;
  return outcome.failed ? internalServerError : toApiResponse(JSON.parse(outcome.payload));
}

/** As on AWS: on a timeout the response is abandoned (`undefined`), but the function keeps running. */
async function withTimeout<Value>(limitMs: number, work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
