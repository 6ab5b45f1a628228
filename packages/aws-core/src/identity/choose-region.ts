import type { ChosenProfile } from './choose-profile.ts';
import type { Environment } from './config-paths.ts';
import type { Setting } from './ini-file.ts';

/**
 * The region that `aws` would use: of the option, of `AWS_REGION`, of `AWS_DEFAULT_REGION`, or of the profile (AWS CLI
 * User Guide, "Environment variables"). `undefined`: none of them; `aws` then asks the metadata service.
 */
export function chooseRegion(
  option: string | undefined,
  environment: Environment,
  { profile }: ChosenProfile,
): Setting | undefined {
  if (option !== undefined) return { value: option, origin: '--region' };
  const variable = ['AWS_REGION', 'AWS_DEFAULT_REGION'].find((name) => environment[name]);
  if (variable !== undefined) return { value: environment[variable]!, origin: variable };
  const ofProfile = profile?.settings.get('region');
  return ofProfile?.value ? ofProfile : undefined;
}
