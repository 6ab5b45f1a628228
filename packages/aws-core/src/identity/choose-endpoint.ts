import { GroundcrewError } from '@groundcrew/errors';
import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import { flagOf } from './environment-sources.ts';
import { incompleteProfile } from './errors.ts';
import type { Setting } from './ini-file.ts';
import type { Profile, Settings, SharedConfig } from './shared-config.ts';

/** The endpoint of a service, by the name that AWS's settings have for it: `dynamodb`, `cost_explorer`. */
export type EndpointOf = (service: string) => Setting | undefined;

/**
 * The endpoints that the environment or the profile sets, as for `aws`: `AWS_ENDPOINT_URL_<SERVICE>`, `AWS_ENDPOINT_URL`,
 * the service in the profile's `services` section, the profile's `endpoint_url` (SDKs and Tools Reference Guide,
 * "Service-specific endpoints").
 *
 * @returns a function that throws GroundcrewError `aws-core.profile.incomplete` where the profile names a section that does not
 * exist or has something else than endpoints, `aws-core.endpoint.invalid`, `aws-core.endpoint.misnamed`
 * @throws GroundcrewError `aws-core.setting.not-boolean`
 */
export function endpointsOf(
  environment: Environment,
  { profile }: ChosenProfile,
  { services }: Pick<SharedConfig, 'services'>,
): EndpointOf {
  if (isIgnored(environment, profile)) return () => undefined;
  const named = profile?.settings.get('services');
  return (service) => {
    refuseMisnamed(environment, service);
    const variables = [variableOf(service), 'AWS_ENDPOINT_URL'];
    const variable = variables.find((name) => environment[name]);
    if (variable !== undefined) return checkedUrl({ value: environment[variable]!, origin: variable });
    const section = named && services.get(named.value);
    // As for `aws`: requests that were meant for another endpoint must not reach AWS instead.
    if (named && !section)
      throw incompleteProfile(
        named.origin,
        profile!,
        `has the services "${named.value}", which do not exist; write a section [services ${named.value}], or remove the line`,
      );
    if (section) checkServices(section, profile!, service);
    const ofProfile = profile?.settings.get('endpoint_url');
    const found = nestedEndpoint(section?.get(service)) ?? (ofProfile?.value ? ofProfile : undefined);
    return found && checkedUrl(found);
  };
}

/** Services whose command of `aws` has another name than their settings (the same page, "Service-specific identifiers"). */
const commandNames: Readonly<Record<string, string>> = {
  cloudwatch_logs: 'logs',
  cost_explorer: 'ce',
  elastic_load_balancing: 'elb',
  elastic_load_balancing_v2: 'elbv2',
  sfn: 'stepfunctions',
};

/** Names that set nothing, and that no other service has. */
function misnamesOf(service: string): readonly string[] {
  const names = [service.replaceAll('_', ''), commandNames[service]];
  return names.filter((name) => name !== undefined && name !== service) as string[];
}

function variableOf(service: string): string {
  return `AWS_ENDPOINT_URL_${service.toUpperCase()}`;
}

/** @throws GroundcrewError `aws-core.endpoint.misnamed` */
function refuseMisnamed(environment: Environment, service: string): void {
  if (environment[variableOf(service)]) return;
  const variable = misnamesOf(service)
    .map(variableOf)
    .find((name) => environment[name]);
  if (variable === undefined) return;
  throw new GroundcrewError(
    'aws-core.endpoint.misnamed',
    `${variable} is not the variable of a service, and requests would be sent to another endpoint; write ${variableOf(service)}, or unset it`,
  );
}

const IGNORE_VARIABLE = 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS';

function isIgnored(environment: Environment, profile: Profile | undefined): boolean {
  const variable = environment[IGNORE_VARIABLE];
  if (variable !== undefined) return flagOf(variable, IGNORE_VARIABLE);
  const setting = profile?.settings.get('ignore_configured_endpoint_urls');
  return flagOf(setting?.value, `${setting?.origin}: ignore_configured_endpoint_urls`);
}

/** @throws GroundcrewError `aws-core.endpoint.invalid` */
function checkedUrl(setting: Setting): Setting {
  const value = setting.value.trim();
  if (URL.canParse(value) && /^https?:\/\//i.test(value)) return { ...setting, value };
  throw new GroundcrewError(
    'aws-core.endpoint.invalid',
    `the endpoint "${value}" (${setting.origin}) is not a URL; write it as http://127.0.0.1:4566`,
  );
}

/**
 * Refuses a malformed endpoint in the section of services, as requests would be sent to AWS instead.
 *
 * @throws GroundcrewError `aws-core.profile.incomplete`
 */
function checkServices(section: Settings, profile: Profile, asked: string): void {
  for (const [service, { value, origin }] of section) {
    const wrong = (what: string) =>
      incompleteProfile(origin, profile, `has services in which ${what}, and AWS would be asked instead`);
    if (misnamesOf(asked).includes(service) && !section.has(asked))
      throw wrong(`"${service}" is written in place of ${asked}`);
    if (service === 'endpoint_url') throw wrong('endpoint_url is not indented below a service');
    if (!/^\w+$/.test(service)) throw wrong(`"${service}" is not the name of one, such as cost_explorer`);
    for (const line of value.split('\n')) {
      const [, name = ''] = /^\s*([^=]*?)\s*(?:=|$)/.exec(line) ?? [];
      if (name !== 'endpoint_url' && /endpoint|url/i.test(name))
        throw wrong(`${service} has "${name}" and not endpoint_url = URL`);
    }
  }
}

/** `endpoint_url` among the indented lines of a service. */
function nestedEndpoint(setting: Setting | undefined): Setting | undefined {
  const value = setting && /^\s*endpoint_url\s*=\s*(\S+)/m.exec(setting.value)?.[1];
  return setting && value !== undefined ? { value, origin: setting.origin } : undefined;
}
