import type { FunctionManifest, StackManifest } from '@groundcrew/lambda';
import { unknownResource } from './errors.ts';

/** A function behind an API. */
export interface Route {
  /** Name of the function. */
  readonly name: string;
  readonly api: string;
  /** `ANY /instances` */
  readonly routeKey: string;
  /** `/instances` */
  readonly path: string;
}

/** The routes of all APIs of a stack. */
export function routesOf({ apis, functions }: StackManifest): Route[] {
  return functions.flatMap(({ name, trigger }: FunctionManifest) => {
    if (trigger.type !== 'http-api') return [];
    const { api, route } = trigger;
    if (!apis.some(({ id }) => id === api)) throw unknownResource('API', api);
    return [{ name, api, routeKey: route, path: route.slice(route.indexOf('/')) }];
  });
}
