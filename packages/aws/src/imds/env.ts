import { GroundcrewError } from '@groundcrew/errors';
import type { ImdsSettings } from './settings.ts';

/** A setting of the configuration file, and where it is. */
interface ProfileSetting {
  readonly value: string;
  readonly origin: string;
}

/** The settings of a profile that stand for a variable. */
const keys: Readonly<Record<string, string>> = {
  AWS_EC2_METADATA_SERVICE_ENDPOINT: 'ec2_metadata_service_endpoint',
  AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE: 'ec2_metadata_service_endpoint_mode',
  AWS_METADATA_SERVICE_TIMEOUT: 'metadata_service_timeout',
  AWS_METADATA_SERVICE_NUM_ATTEMPTS: 'metadata_service_num_attempts',
};

/**
 * The settings of the environment, and those that only the profile has, under the names that AWS's SDKs share (SDKs and
 * Tools Reference Guide, "IMDS client" and "IMDS credential provider"). What is not set is left out.
 *
 * @throws GroundcrewError `imds.setting.invalid`
 */
export function readImdsSettings(
  environment: Readonly<Record<string, string | undefined>>,
  profile: ReadonlyMap<string, ProfileSetting> = new Map(),
): ImdsSettings {
  const value: Value = (name) => {
    const text = environment[name]?.trim();
    if (text) return { text, at: `${name}=${JSON.stringify(text)} in the environment` };
    const key = keys[name];
    const setting = key === undefined ? undefined : profile.get(key);
    return setting?.value
      ? { text: setting.value, at: `${key} = ${JSON.stringify(setting.value)} (${setting.origin})` }
      : undefined;
  };
  const endpoint = value('AWS_EC2_METADATA_SERVICE_ENDPOINT')?.text;
  const mode = oneOf('AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE', value, {
    ipv4: 'IPv4',
    ipv6: 'IPv6',
  } as const);
  const disabled = oneOf('AWS_EC2_METADATA_DISABLED', value, { true: true, false: false });
  const timeoutSeconds = seconds('AWS_METADATA_SERVICE_TIMEOUT', value);
  const attempts = whole('AWS_METADATA_SERVICE_NUM_ATTEMPTS', value);
  return {
    ...(endpoint !== undefined && { endpoint }),
    ...(mode !== undefined && { mode }),
    ...(disabled !== undefined && { disabled }),
    ...(timeoutSeconds !== undefined && { timeoutMs: Math.ceil(timeoutSeconds * 1000) }),
    ...(attempts !== undefined && { attempts }),
  };
}

type Value = (name: string) => { readonly text: string; readonly at: string } | undefined;

function oneOf<Choice>(
  name: string,
  value: Value,
  choices: Readonly<Record<string, Choice>>,
): Choice | undefined {
  const found = value(name);
  if (found === undefined) return undefined;
  const choice = Object.entries(choices).find(([word]) => word === found.text.toLowerCase());
  if (!choice) throw invalid(found.at, Object.keys(choices).join(' or '));
  return choice[1];
}

function seconds(name: string, value: Value): number | undefined {
  const found = value(name);
  if (found === undefined) return undefined;
  const { text, at } = found;
  if (!/^\d*\.?\d+$/.test(text) || !(Number(text) > 0 && Number(text) <= 600)) {
    throw invalid(at, 'a number of seconds up to 600');
  }
  return Number(text);
}

function whole(name: string, value: Value): number | undefined {
  const found = value(name);
  if (found === undefined) return undefined;
  const { text, at } = found;
  if (!/^\d+$/.test(text) || !(Number(text) >= 1 && Number(text) <= 10)) {
    throw invalid(at, 'a whole number from 1 to 10');
  }
  return Number(text);
}

function invalid(at: string, wanted: string): GroundcrewError {
  return new GroundcrewError('imds.setting.invalid', `${at} is not ${wanted}; correct or remove it`);
}
