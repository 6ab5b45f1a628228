import type { ConnectionSettings } from '@groundcrew/aws-core';
import { serviceNames } from '../client-settings.ts';

type EndpointOf = NonNullable<ConnectionSettings['endpointOf']>;

/** Services whose requests go elsewhere than those to STS, and so perhaps to another account than STS names. */
export interface OtherEndpoint {
  /** By their names in AWS's settings. Empty: most of them, or all but STS. */
  readonly services: readonly string[];
  /** `undefined`: AWS's own. */
  readonly endpoint: ReturnType<EndpointOf>;
}

/** @throws GroundcrewError those of the settings of an endpoint */
export function otherEndpoints(endpointOf: EndpointOf): readonly OtherEndpoint[] {
  const ofSts = endpointOf('sts')?.value;
  const found = new Map<string | undefined, { services: string[]; endpoint: ReturnType<EndpointOf> }>();
  for (const service of serviceNames) {
    const endpoint = endpointOf(service);
    if (endpoint?.value === ofSts) continue;
    const known = found.get(endpoint?.value) ?? { services: [], endpoint };
    known.services.push(service);
    found.set(endpoint?.value, known);
  }
  return [...found.values()].map(({ services, endpoint }) => ({
    services: services.length > serviceNames.length / 2 ? [] : services,
    endpoint,
  }));
}

/** One line for a person who is about to change something. */
export function otherEndpointLine({ services, endpoint }: OtherEndpoint): string {
  const which = services.length === 0 ? 'other services' : services.join(', ');
  const where =
    endpoint === undefined ? "AWS's own endpoints" : `${endpoint.value} (${endpoint.origin ?? 'a setting'})`;
  return `Requests to ${which} go to ${where}, unlike those to STS: they may be of another account`;
}
