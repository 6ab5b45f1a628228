import type { Clock } from '../clock.ts';
import { readBody } from '../front/read-body.ts';
import type { Invoker } from '../lambda/invoker.ts';
import { AwsError, type LocalRequest, type LocalResponse, type Service } from '../service.ts';
import { failed, notFound, toApiAnswer, tooLarge, unavailable } from './answer.ts';
import { toApiEvent } from './event.ts';
import type { ApiRoute, ApiRoutes } from './routes.ts';

export interface HttpApiOptions {
  readonly routes: ApiRoutes;
  readonly invoker: Pick<Invoker, 'invoke'>;
  readonly clock: Clock;
  readonly region: string;
  readonly accountId: string;
}

/** No bucket can be called so: S3 can't be meant ("Bucket naming rules" in the S3 user guide). */
const prefix = '/_http/';

// "Quotas for configuring and running an HTTP API" in the API Gateway developer guide; and what Lambda takes of it.
const maxBodyBytes = 6 * 1024 * 1024;
const integrationTimeoutMs = 30_000;

/** Where an API is reached: `http://127.0.0.1:PORT/_http/FleetApi`; what follows is the path that its routes name. */
export function apiUrl(endpoint: string, id: string): string {
  return `${endpoint}${prefix}${id}`;
}

/** API Gateway's HTTP APIs: requests to their routes run functions. Who asks is not checked. */
export function createHttpApis(options: HttpApiOptions): Service {
  const { routes, region, accountId } = options;
  return {
    name: 'execute-api',
    protocol: 'rest-json',
    matches: ({ path }) => path.startsWith(prefix),
    async handle(request) {
      const [api = '', ...rest] = request.path.slice(prefix.length).split('/');
      const path = `/${rest.join('/')}`;
      const route = routes.find(api, request.method, path);
      if (!route) return notFound;
      await request.announce({
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
  const body = await readBody(request, maxBodyBytes).catch((error: unknown) => {
    if (error instanceof AwsError) return undefined;
    throw error;
  });
  if (body === undefined) return tooLarge;
  if (target.busy()) return unavailable;
  const { host = '127.0.0.1' } = request.headers;
  const arrival = { api, routeKey: route, path, accountId, host, now: clock.now(), body };
  const invocation = invoker.invoke(target, JSON.stringify(toApiEvent(request, arrival)));
  const outcome = await within(integrationTimeoutMs, invocation);
  if (outcome === undefined) return unavailable;
  return outcome.failed ? failed : toApiAnswer(JSON.parse(outcome.payload));
}

/** As on AWS: the answer is given up (`undefined`), the function runs on. */
async function within<Value>(limitMs: number, work: Promise<Value>): Promise<Value | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), limitMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
