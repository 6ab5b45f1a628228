import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import type { Setting } from './ini-file.ts';
import type { SharedConfig } from './shared-config.ts';

/** The endpoint of a service, by the name that AWS's settings have for it: `dynamodb`, `cost_explorer`. */
export type EndpointOf = (service: string) => Setting | undefined;

/**
 * The endpoints that the environment or the profile sets, as for `aws`: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
 * the service in the profile's `services` section, the profile's `endpoint_url` (SDKs and Tools Reference Guide,
 * "Service-specific endpoints").
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
  const section = services.get(profile?.settings.get('services')?.value ?? '');
  return (service) => {
    const variables = [`AWS_ENDPOINT_URL_${service.toUpperCase()}`, 'AWS_ENDPOINT_URL'];
    const variable = variables.find((name) => environment[name]);
    if (variable !== undefined) return { value: environment[variable]!, origin: variable };
    return nestedEndpoint(section?.get(service)) ?? profile?.settings.get('endpoint_url');
  };
}

/** `endpoint_url` among the indented lines of a service. */
function nestedEndpoint(setting: Setting | undefined): Setting | undefined {
  const value = setting && /^\s*endpoint_url\s*=\s*(\S+)/m.exec(setting.value)?.[1];
  return setting && value !== undefined ? { value, origin: setting.origin } : undefined;
}
