import { GroundcrewError } from '@groundcrew/errors';

/** EC2 API reference, "CreateTags" and "DeleteTags": the most ids of a call. */
export const MAX_IDS_PER_TAG_CALL = 1_000;
/** Amazon EC2 User Guide, "Tag your Amazon EC2 resources", restrictions: the most of a resource. */
const MAX_TAGS = 50;
const MAX_KEY_LENGTH = 128;
const MAX_VALUE_LENGTH = 256;

/**
 * Checks what EC2 would refuse, or worse: `DeleteTags` without any tag deletes them all. Who calls with such knows
 * the limits and has not kept to them.
 *
 * @throws GroundcrewError `aws-ec2.tags.invalid`
 */
export function checkTagCall(
  ids: readonly string[],
  tags: Readonly<Record<string, string | undefined>>,
): void {
  const entries = Object.entries(tags);
  if (ids.length === 0) throw invalid('no id is given; a call is about 1 resource at least');
  if (ids.length > MAX_IDS_PER_TAG_CALL)
    throw invalid(`${ids.length} ids are given; EC2 takes ${MAX_IDS_PER_TAG_CALL} a call`);
  if (entries.length === 0) throw invalid('no tag is given; a call is about 1 tag at least');
  if (entries.length > MAX_TAGS) {
    throw invalid(`${entries.length} tags are given; a resource has ${MAX_TAGS} at most`);
  }
  for (const [key, value = ''] of entries) {
    const quoted = JSON.stringify(key);
    if (key === '') throw invalid('a tag has an empty key; it needs 1 character at least');
    if (lengthOf(key) > MAX_KEY_LENGTH) {
      throw invalid(`the key ${quoted} is longer than ${MAX_KEY_LENGTH} characters`);
    }
    if (/^aws:/i.test(key)) throw invalid(`the key ${quoted} begins with aws:, which is reserved for AWS`);
    if (lengthOf(value) > MAX_VALUE_LENGTH) {
      throw invalid(`the value of ${quoted} is longer than ${MAX_VALUE_LENGTH} characters`);
    }
  }
}

/** In Unicode characters, as AWS counts. */
function lengthOf(text: string): number {
  return Array.from(text).length;
}

function invalid(message: string): GroundcrewError {
  return new GroundcrewError('aws-ec2.tags.invalid', message, { fault: 'bug' });
}
