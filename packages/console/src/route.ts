import type { IncomingMessage } from 'node:http';
import type { PageResponse } from './server/http.ts';
import type { Texts } from './texts.ts';

/** A request of the console's own pages. */
export interface Request {
  readonly message: IncomingMessage;
  readonly url: URL;
  readonly params: Readonly<Record<string, string>>;
  readonly texts: Texts;
  readonly signal: AbortSignal;
}

export interface Route {
  readonly method: 'GET' | 'POST';
  /** `/upload/:id` */
  readonly path: string;
  readonly handle: (request: Request) => Promise<PageResponse> | PageResponse;
}

export interface FoundRoute {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The route of a path; `undefined`: there is none. */
export function findRoute(routes: readonly Route[], method: string, path: string): FoundRoute | undefined {
  const wanted = method === 'HEAD' ? 'GET' : method;
  const parts = path.split('/');
  for (const route of routes) {
    if (route.method !== wanted) continue;
    const params = match(route.path.split('/'), parts);
    if (params) return { route, params };
  }
  return undefined;
}

function match(pattern: readonly string[], parts: readonly string[]): Record<string, string> | undefined {
  if (pattern.length !== parts.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, name] of pattern.entries()) {
    const part = parts[index]!;
    if (name.startsWith(':')) params[name.slice(1)] = decode(part);
    else if (name !== part) return undefined;
  }
  return params;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
