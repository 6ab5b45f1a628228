// Sources: Tagging AWS Resources and Tag Editor User Guide, "Tag naming limits and requirements"; of EC2, Amazon EC2
// User Guide, "Tag your Amazon EC2 resources", "Tag restrictions".

/** Tags that one resource may have, those of `aws:` not counted. */
export const MAX_TAGS = 50;
/** Unicode characters, not bytes and not UTF-16 units. */
export const MAX_KEY_LENGTH = 128;
/** Unicode characters; a value may be empty. */
export const MAX_VALUE_LENGTH = 256;

/** Letters, digits and spaces of all scripts, and eight signs: what every service accepts. */
const COMMON_CHARACTERS = /^[\p{L}\p{N}\p{Z}_.:/=+\-@]*$/u;
/** What XML 1.0 can represent: EC2 accepts any character, but returns tags in XML. */
const XML_CHARACTERS = /^[\t\n\r\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]*$/u;

/** Whether a key is AWS's own: such tags can't be set, changed or removed, and don't count. */
export function isReservedKey(key: string): boolean {
  return /^aws:/i.test(key);
}

/**
 * The problem of a tag's key, as a sentence that quotes it; `undefined` if AWS accepts it.
 *
 * @param type of a resource (`ec2:instance`), whose service may accept more characters; default: what every service
 * accepts
 */
export function checkTagKey(key: string, type?: string): string | undefined {
  if (key === '') return 'a tag key is empty; it has at least one character';
  if (isReservedKey(key)) {
    return `the tag key ${JSON.stringify(key)} begins with "aws:", which is reserved for AWS; choose another`;
  }
  return checkText(`the tag key ${JSON.stringify(key)}`, key, MAX_KEY_LENGTH, type);
}

/** The problem of a tag's value, as a sentence that quotes it; `undefined` if AWS accepts it. */
export function checkTagValue(value: string, type?: string): string | undefined {
  return checkText(`the tag value ${JSON.stringify(value)}`, value, MAX_VALUE_LENGTH, type);
}

function checkText(
  what: string,
  text: string,
  maxLength: number,
  type: string | undefined,
): string | undefined {
  const length = Array.from(text).length;
  if (length > maxLength) return `${what} has ${length} characters; AWS accepts up to ${maxLength}`;
  const allowed = type?.startsWith('ec2:') ? XML_CHARACTERS : COMMON_CHARACTERS;
  if (allowed.test(text)) return undefined;
  const wrong = Array.from(text).find((character) => !allowed.test(character)) ?? '';
  return `${what} has the character ${JSON.stringify(wrong)}; AWS accepts letters, digits, spaces and _ . : / = + - @`;
}

/** Types that the tagging API neither returns nor tags: "Services that support the Resource Groups Tagging API". */
const untaggedTypes = new Set(['autoscaling:autoScalingGroup', 'iam:role', 'iam:user']);

/** Whether TagResources and UntagResources change the tags of a type. */
export function isTaggedByApi(type: string): boolean {
  return !untaggedTypes.has(type);
}
