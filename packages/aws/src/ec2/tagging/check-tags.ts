import { GroundcrewError } from '@groundcrew/errors';

/** EC2 API reference, "CreateTags" and "DeleteTags": the maximum number of ids in a call. */
export const MAX_IDS_PER_TAG_CALL = 1_000;
/** Amazon EC2 User Guide, "Tag your Amazon EC2 resources", restrictions: the maximum of a resource. */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/**
 * Checks what EC2 would refuse, or worse: `DeleteTags` without a tag deletes all tags. A failure is a bug of the caller.
 *
 * @throws GroundcrewError `aws-ec2.tags.invalid`
 */
export function checkTagCall(
  ids: readonly string[],
  tags: Readonly<Record<string, string | undefined>>,
): void {
  const entries = Object.entries(tags);
  if (ids.length === 0) throw invalid('there is no id; a call needs at least 1 resource');
  if (ids.length > MAX_IDS_PER_TAG_CALL)
    throw invalid(`there are ${ids.length} ids; EC2 accepts ${MAX_IDS_PER_TAG_CALL} per call`);
  if (entries.length === 0) throw invalid('there is no tag; a call needs at least 1 tag');
  if (entries.length > MAX_TAGS) {
    throw invalid(`there are ${entries.length} tags; a resource has at most ${MAX_TAGS}`);
  }
  for (const [key, value = ''] of entries) {
    const quoted = JSON.stringify(key);
    if (key === '') throw invalid('a tag has an empty key; it needs at least 1 character');
    if (lengthOf(key) > MAX_KEY_LENGTH) {
      throw invalid(`the key ${quoted} is longer than ${MAX_KEY_LENGTH} characters`);
    }
    if (/^aws:/i.test(key)) throw invalid(`the key ${quoted} begins with aws:, which is reserved for AWS`);
    if (lengthOf(value) > MAX_VALUE_LENGTH) {
      throw invalid(`the value of ${quoted} is longer than ${MAX_VALUE_LENGTH} characters`);
    }
  }
}

/** The length in Unicode characters, as AWS counts. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function invalid(message: string): GroundcrewError {
  return new GroundcrewError('aws-ec2.tags.invalid', message, { fault: 'bug' });
}
