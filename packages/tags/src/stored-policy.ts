import { formatS3Uri, type ObjectAddress } from '@groundcrew/aws/s3';
import { GroundcrewError, isGroundcrewError } from '@groundcrew/errors';
import { parsePolicy, type TagPolicy } from './policy/index.ts';

/**
 * The policy in a bucket.
 *
 * @param readText reads an object as text
 * @throws GroundcrewError `tags.policy.missing`: it does not exist; `tags.policy.invalid`; what `readText` throws
 */
export async function readStoredPolicy(
  address: ObjectAddress,
  readText: (address: ObjectAddress) => Promise<string>,
): Promise<TagPolicy> {
  const file = formatS3Uri(address);
  let text: string;
  try {
    text = await readText(address);
  } catch (error) {
    if (!isGroundcrewError(error) || error.code !== 'aws-s3.object.not-found') throw error;
    throw new GroundcrewError(
      'tags.policy.missing',
      `there is no tag policy at ${file}; upload one (groundcrew tags policy init writes one to start from)`,
      { cause: error },
    );
  }
  return parsePolicy(text, { file });
}
