import type { HttpRoute } from '@groundcrew/lambda';
import type { LambdaFunction } from '../lambda/function.ts';

/** A route of an API to a function. */
export interface ApiRoute {
  /** Logical id of the API. */
  readonly api: string;
  readonly route: HttpRoute;
  readonly target: LambdaFunction;
}

/** The routes of all APIs. */
export interface ApiRoutes {
  /** The returned function removes it. */
  add(route: ApiRoute): () => void;
  /** A route of the method itself has precedence over one of any method, as in API Gateway. */
  find(api: string, method: string, path: string): ApiRoute | undefined;
}

/** No routes yet. */
export function createApiRoutes(): ApiRoutes {
  const routes = new Set<ApiRoute>();
  return {
    add(route) {
      routes.add(route);
      return () => routes.delete(route);
    },
    find(api, method, path) {
      const ofApi = [...routes].filter((candidate) => candidate.api === api);
      return [`${method} ${path}`, `ANY ${path}`]
        .map((wanted) => ofApi.find(({ route }) => route === wanted))
        .find((found) => found !== undefined);
    },
  };
}
