import { AwsError } from '../service.ts';
import { findTagKeyProblem, findTagTextProblem } from '../resource-registry/tag-rules.ts';
import { invalidArgument } from './errors.ts';

const MAX_TAGS = 10;

/**
 * The tags in the header `x-amz-tagging` (`a=1&b=2`), as they were sent.
 *
 * Rules: "Categorizing your objects using tags" in the S3 user guide: ten tags, different keys of up to 128 characters, values of up to
 * 256. The codes are unverified.
 *
 * @throws AwsError 400 `BadRequest` above ten, `InvalidArgument` for a key that comes twice, `InvalidTag`
 */
export function readObjectTags(header: string | undefined): string | undefined {
  if (header === undefined) return undefined;
  const tags = [...new URLSearchParams(header)];
  if (tags.length > MAX_TAGS) {
    throw new AwsError(400, 'BadRequest', `Object tags cannot be greater than ${MAX_TAGS}`);
  }
  if (new Set(tags.map(([key]) => key)).size < tags.length) {
    throw invalidArgument(
      'x-amz-tagging',
      header,
      "The header 'x-amz-tagging' shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.",
    );
  }
  for (const [key, value] of tags) {
    const problem = findTagKeyProblem(key) ?? findTagTextProblem('value', value, 0, 256);
    if (problem) throw new AwsError(400, 'InvalidTag', problem.message, { fields: { TagKey: key } });
  }
  return header;
}
