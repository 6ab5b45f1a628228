import { GroundcrewError } from '@groundcrew/errors';
import type { ImdsSettings } from './settings.ts';

/**
 * The settings of the environment, under the names that AWS's SDKs share (SDKs and Tools Reference Guide, "IMDS client"
 * and "IMDS credential provider"). Variables that are not set are left out.
 *
 * @throws GroundcrewError `imds.setting.invalid`
 */
export function readImdsSettings(environment: Readonly<Record<string, string | undefined>>): ImdsSettings {
  const value = (name: string) => environment[name]?.trim() || undefined;
  const endpoint = value('AWS_EC2_METADATA_SERVICE_ENDPOINT');
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

type Value = (name: string) => string | undefined;

function oneOf<Choice>(
  name: string,
  value: Value,
  choices: Readonly<Record<string, Choice>>,
): Choice | undefined {
  const text = value(name);
  if (text === undefined) return undefined;
  const choice = Object.entries(choices).find(([word]) => word === text.toLowerCase());
  if (!choice) throw invalid(name, text, Object.keys(choices).join(' or '));
  return choice[1];
}

function seconds(name: string, value: Value): number | undefined {
  const text = value(name);
  if (text === undefined) return undefined;
  if (!/^\d*\.?\d+$/.test(text) || !(Number(text) > 0 && Number(text) <= 600)) {
    throw invalid(name, text, 'a number of seconds up to 600');
  }
  return Number(text);
}

function whole(name: string, value: Value): number | undefined {
  const text = value(name);
  if (text === undefined) return undefined;
  if (!/^\d+$/.test(text) || !(Number(text) >= 1 && Number(text) <= 10)) {
    throw invalid(name, text, 'a whole number from 1 to 10');
  }
  return Number(text);
}

function invalid(name: string, text: string, wanted: string): GroundcrewError {
  return new GroundcrewError(
    'imds.setting.invalid',
    `${name}=${JSON.stringify(text)} in the environment is not ${wanted}; correct or unset it`,
  );
}
