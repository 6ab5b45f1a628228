import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import { incompleteProfile } from './errors.ts';
import type { Setting } from './ini-file.ts';
import type { SharedConfig } from './shared-config.ts';

/** The endpoint of a service, by the name that AWS's settings have for it: `dynamodb`, `cost_explorer`. */
export type EndpointOf = (service: string) => Setting | undefined;

/**
 * The endpoints that the environment or the profile sets, as for `aws`: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
 * the service in the profile's `services` section, the profile's `endpoint_url` (SDKs and Tools Reference Guide,
 * "Service-specific endpoints").
 *
 * @returns a function that throws GroundcrewError `aws-core.profile.incomplete` where the profile names a section that does not
 * exist
 */
export function endpointsOf(
  environment: Environment,
  { profile }: ChosenProfile,
  { services }: Pick<SharedConfig, 'services'>,
): EndpointOf {
  const ignored =
    environment.AWS_IGNORE_CONFIGURED_ENDPOINT_URLS ??
    profile?.settings.get('ignore_configured_endpoint_urls')?.value;
  if (ignored?.trim().toLowerCase() === 'true') return () => undefined;
  const named = profile?.settings.get('services');
  return (service) => {
    const variables = [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'];
    const variable = variables.find((name) => environment[name]);
    if (variable !== undefined) return { value: environment[variable]!, origin: variable };
    const section = named && services.get(named.value);
    // As for `aws`: requests that were meant for another endpoint must not reach AWS instead.
    if (named && !section)
      throw incompleteProfile(
        named.origin,
        profile!,
        `has the services "${named.value}", which do not exist; write a section [services ${named.value}], or remove the line`,
      );
    return nestedEndpoint(section?.get(service)) ?? profile?.settings.get('endpoint_url');
  };
}

/** `endpoint_url` among the indented lines of a service. */
function nestedEndpoint(setting: Setting | undefined): Setting | undefined {
  const value = setting && /^\s*endpoint_url\s*=\s*(\S+)/m.exec(setting.value)?.[1];
  return setting && value !== undefined ? { value, origin: setting.origin } : undefined;
}
