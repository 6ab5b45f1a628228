import { GroundcrewError } from '@groundcrew/errors';
import type { Profile } from './shared-config.ts';

/** A profile that `aws` refuses, too. */
export function incompleteProfile(origin: string, { name }: Profile, what: string): GroundcrewError {
  return new GroundcrewError('aws-core.profile.incomplete', `${origin}: the profile "${name}" ${what}`, {
    details: { profile: name },
  });
}
