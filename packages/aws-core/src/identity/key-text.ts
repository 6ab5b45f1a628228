import { GroundcrewError } from '@groundcrew/errors';

const names: Readonly<Record<string, string>> = {
  ' ': 'a blank',
  '\t': 'a tab',
  '\r': 'a carriage return (a line end of Windows)',
  '\n': 'a line break',
  '"': 'a quotation mark',
  "'": 'a quotation mark',
};
/** Quotes are what a file of variables has around its values where nothing takes them off (`docker run --env-file`). */
const FOREIGN_PATTERN = /[^\x21-\x7e]|["']/;
const OTHER_PATTERN = /[!#-&(-~]/;

/**
 * What an access key, a secret or a token has that none of AWS has (IAM API Reference, "AccessKey"; a token is of Base64):
 * sent, it is refused as a wrong key or a wrong secret, or can't be sent at all. `undefined`: nothing. The value is not in it.
 */
function problemOf(value: string): string | undefined {
  const index = value.search(FOREIGN_PATTERN);
  if (index < 0) return undefined;
  const character = value[index]!;
  const code = character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0');
  const what = names[character] ?? `the character U+${code}`;
  const isAtEnd = !OTHER_PATTERN.test(value.slice(index));
  const where = index === 0 ? 'at its start' : isAtEnd ? 'at its end' : 'in it';
  return `${what} ${where}`;
}

/**
 * @param where what has the value: `AWS_ACCESS_KEY_ID`, or a place in a file and the setting
 * @param advice follows the sentence
 * @throws GroundcrewError `aws-core.credentials.malformed`
 */
export function checkKeyText(value: string, where: string, advice: string): void {
  const problem = problemOf(value);
  if (problem === undefined) return;
  throw new GroundcrewError(
    'aws-core.credentials.malformed',
    `${where} has ${problem}, which no key or token has; ${advice}`,
  );
}
