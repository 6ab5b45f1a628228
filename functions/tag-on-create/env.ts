import { checkTagKey } from '@groundcrew/aws/tagging';
import { GroundcrewError } from '@groundcrew/errors';
import { createSettings, type Environment } from '@groundcrew/lambda';

/** The settings of `tag-on-create`, from its environment. */
export interface TagOnCreateSettings {
  readonly policy: { readonly bucket: string; readonly key: string };
  /** Absent: no tag for the creator. */
  readonly createdByKey?: string;
  /** Absent: no tag for the creation time. */
  readonly createdAtKey?: string;
  /** How long a policy is cached. */
  readonly policyCacheMs: number;
}

/**
 * - `POLICY_BUCKET`, `POLICY_KEY`: location of the tag policy; required.
 * - `CREATED_BY_KEY`, `CREATED_AT_KEY`: keys of tags; empty: no such tag.
 * - `KEEP_POLICY_SECONDS` (60).
 *
 * @throws GroundcrewError `lambda.setting.missing`, `lambda.setting.invalid`
 */
export function readSettings(environment: Environment = process.env): TagOnCreateSettings {
  const settings = createSettings(environment);
  const tagKey = (name: string): string | undefined => {
    const key = settings.optionalText(name);
    const problem = key === undefined ? undefined : checkTagKey(key);
    if (problem === undefined) return key;
    throw new GroundcrewError(
      'lambda.setting.invalid',
      `the environment variable ${name} is invalid: ${problem}`,
    );
  };
  const createdByKey = tagKey('CREATED_BY_KEY');
  const createdAtKey = tagKey('CREATED_AT_KEY');
  return {
    policy: { bucket: settings.text('POLICY_BUCKET'), key: settings.text('POLICY_KEY') },
    ...(createdByKey !== undefined && { createdByKey }),
    ...(createdAtKey !== undefined && { createdAtKey }),
    policyCacheMs: settings.integer('KEEP_POLICY_SECONDS', { min: 0, max: 3_600 }, 60) * 1_000,
  };
}
