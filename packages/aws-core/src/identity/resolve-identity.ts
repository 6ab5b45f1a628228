import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { GroundcrewError, messageOf } from '@groundcrew/errors';
import { type EndpointOf, endpointsOf } from './choose-endpoint.ts';
import { type ChosenProfile, chooseProfile } from './choose-profile.ts';
import { chooseRegion } from './choose-region.ts';
import { chooseSource } from './choose-source.ts';
import { configPaths, type Environment, homeOf } from './config-paths.ts';
import type { CredentialSource } from './credential-source.ts';
import type { Setting } from './ini-file.ts';
import { type ConfigFile, mergeConfig, type SharedConfig } from './shared-config.ts';

/** Whose credentials and which region a command uses, and where that is written. Nothing was asked yet. */
export interface Identity {
  readonly chosen: ChosenProfile;
  readonly source: CredentialSource;
  /** `undefined`: neither option, variable nor profile has one. */
  readonly region: Setting | undefined;
  /** Endpoints other than AWS's own. */
  readonly endpointOf: EndpointOf;
  /** The folder that `~` stands for. */
  readonly home: string;
}

export interface IdentityOptions {
  /** Of `--profile`. */
  readonly profile?: string | undefined;
  /** Of `--region`. */
  readonly region?: string | undefined;
}

/**
 * Decides from options, environment and configuration files which identity to use: the one that the `aws` command
 * (version 2) would use, or an error.
 *
 * @throws GroundcrewError what {@link resolveProfile} throws; `aws-core.profile.no-credentials`,
 * `aws-core.profile.incomplete`, `aws-core.profile.loop`, `aws-core.credentials.incomplete`,
 * `aws-core.credentials.none`, `aws-core.credentials.unsupported`
 */
export async function resolveIdentity(options: IdentityOptions, environment: Environment): Promise<Identity> {
  const { chosen, config } = await resolveProfile(options.profile, environment);
  return {
    chosen,
    source: chooseSource({ environment, config, chosen }),
    region: chooseRegion(options.region, environment, chosen),
    endpointOf: endpointsOf(environment, chosen, config),
    home: homeOf(environment, homedir()),
  };
}

/**
 * The profile in use, whether it has credentials or not.
 *
 * @param option of `--profile`
 * @throws GroundcrewError `aws-core.profile.not-found`, `aws-core.config.malformed`, `aws-core.config.unreadable`
 */
export async function resolveProfile(
  option: string | undefined,
  environment: Environment,
): Promise<{ readonly chosen: ChosenProfile; readonly config: SharedConfig }> {
  const paths = configPaths(environment, homedir());
  const [ofConfig, ofCredentials] = await Promise.all([
    readConfigFile(paths.config, environment, 'AWS_CONFIG_FILE'),
    readConfigFile(paths.credentials, environment, 'AWS_SHARED_CREDENTIALS_FILE'),
  ]);
  const config = mergeConfig(ofConfig, ofCredentials);
  return { chosen: chooseProfile(option, environment, config), config };
}

/**
 * The error of a file that is there and cannot be read: without it another identity might be used.
 *
 * @param variable that names the file, if one does
 */
function configUnreadable(
  path: string,
  variable: string | undefined,
  cause: NodeJS.ErrnoException,
): GroundcrewError {
  const reason = cause.code === 'EISDIR' ? 'it is a folder' : messageOf(cause);
  const named = variable === undefined ? '' : ` of ${variable}`;
  const help = variable === undefined ? 'correct it, or its permissions' : 'correct it, or unset it';
  return new GroundcrewError(
    'aws-core.config.unreadable',
    `the configuration file "${path}"${named} can't be read: ${reason}; ${help}`,
    { cause },
  );
}

const absent = new Set(['ENOENT', 'ENOTDIR']);

async function readConfigFile(path: string, environment: Environment, name: string): Promise<ConfigFile> {
  const variable = environment[name] === undefined ? undefined : name;
  try {
    const bytes = await readFile(path);
    return { path, variable, text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (absent.has((error as NodeJS.ErrnoException).code ?? '')) return { path, variable, text: undefined };
    throw configUnreadable(path, variable, error as NodeJS.ErrnoException);
  }
}
