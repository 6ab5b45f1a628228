import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import type { Environment } from './config-paths.ts';
import type { Profile, SharedConfig, UnreadSection } from './shared-config.ts';

/** The profile in use: named by someone, or `default`. */
export interface ChosenProfile {
  readonly name: string;
  /** `--profile`, `AWS_PROFILE` or `AWS_DEFAULT_PROFILE`; `undefined`: nobody named one. */
  readonly namedBy: string | undefined;
  /** `undefined`: there is no profile `default`. */
  readonly profile: Profile | undefined;
}

const variables = ['AWS_PROFILE', 'AWS_DEFAULT_PROFILE'] as const;

/**
 * The profile that `aws` would use: of the option, of `AWS_PROFILE`, of `AWS_DEFAULT_PROFILE`, or `default` (AWS CLI
 * User Guide, "Environment variables" and "Configuration and credential file settings"). One that was named and does not
 * exist is an error, whatever other credentials there are.
 *
 * @throws GroundcrewError `aws-core.profile.not-found`, `aws-core.profile.unread`
 */
export function chooseProfile(
  option: string | undefined,
  environment: Environment,
  config: SharedConfig,
): ChosenProfile {
  const variable = variables.find((name) => environment[name] !== undefined);
  const name = option ?? (variable && environment[variable]);
  if (name === undefined) {
    return { name: 'default', namedBy: undefined, profile: config.profiles.get('default') };
  }
  const namedBy = option === undefined ? variable! : '--profile';
  refuseUnread(name, config);
  const profile = config.profiles.get(name);
  if (profile) return { name, namedBy, profile };
  const advice = name === '' ? `; name a profile, or unset ${namedBy}` : adviceFor(name, config);
  throw new GroundcrewError(
    'aws-core.profile.not-found',
    `the profile "${name}" of ${namedBy} is neither in ${config.configPath} nor in ${config.credentialsPath}${advice}`,
    { details: { profile: name } },
  );
}

/**
 * Refuses a section that is meant for the profile and that `aws` leaves out: the profile would have another role, region or
 * endpoint than it says there, or none.
 *
 * @throws GroundcrewError `aws-core.profile.unread`
 */
export function refuseUnread(name: string, { unread }: Pick<SharedConfig, 'unread'>): void {
  const section: UnreadSection | undefined = unread.find(({ profile }) => profile === name);
  if (section === undefined) return;
  throw new GroundcrewError(
    'aws-core.profile.unread',
    `${section.origin}: the section ${section.text} is not of the profile "${name}", and aws leaves it out; ` +
      `write ${section.right}, or remove it`,
    { details: { profile: name } },
  );
}

const MAX_LISTED = 10;

function adviceFor(name: string, { profiles }: SharedConfig): string {
  const near = didYouMean(name, [...profiles.keys()]);
  if (near !== '') return near;
  const [only, ...others] = profiles.keys();
  if (only === undefined) return '; neither has profiles: run aws configure';
  if (others.length === 0) return `; the only profile is ${only}`;
  const known = [only, ...others].slice(0, MAX_LISTED).join(', ');
  const more = others.length + 1 - MAX_LISTED;
  return `; the profiles are ${known}${more > 0 ? ` and ${more} more` : ''}`;
}
