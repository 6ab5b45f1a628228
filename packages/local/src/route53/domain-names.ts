/** What is wrong with a domain name, in the words of Route 53. */
export class DomainNameError extends Error {}

const MAX_LABEL = 63;
const MAX_NAME = 255;

/**
 * A domain name as answers have it: in lower case, with a dot at its end, and other characters than letters, digits, hyphens and
 * underscores as octal codes.
 *
 * Rules: "DNS domain name format" of the Route 53 developer guide.
 *
 * @throws DomainNameError
 */
export function readDomainName(text: string): string {
  const written = text.endsWith('.') && !text.endsWith('\\.') ? text.slice(0, -1) : text;
  if (written === '') throw problem('DomainLabelEmpty', 'Domain label is empty', text);
  const labels: string[][] = [[]];
  for (let at = 0; at < written.length; at += 1) {
    const character = written[at]!;
    if (character === '.') {
      labels.push([]);
      continue;
    }
    const escape = character === '\\' ? /^\\([0-3][0-7]{2})/.exec(written.slice(at, at + 4)) : null;
    if (escape) at += 3;
    const code = escape ? Number.parseInt(escape[1]!, 8) : character.charCodeAt(0);
    if (!escape && (code < 33 || code > 126))
      throw problem('UnsupportedCharacter', 'Value contains unsupported characters', text);
    labels.at(-1)!.push(escaped(code));
  }
  for (const label of labels) {
    if (label.length === 0) throw problem('DomainLabelEmpty', 'Domain label is empty', text);
    if (label.length > MAX_LABEL) throw problem('DomainLabelTooLong', 'Domain label is too long', text);
  }
  const length = labels.reduce((sum, label) => sum + label.length + 1, 0);
  if (length > MAX_NAME) throw problem('DomainNameTooLong', 'Domain name is too long', text);
  return `${labels.map((label) => label.join('')).join('.')}.`;
}

function escaped(code: number): string {
  const character = String.fromCharCode(code).toLowerCase();
  return /^[a-z0-9_-]$/.test(character) ? character : `\\${code.toString(8).padStart(3, '0')}`;
}

function problem(code: string, meaning: string, text: string): DomainNameError {
  return new DomainNameError(`FATAL problem: ${code} (${meaning}) encountered with '${text}'`);
}

/** Whether a name is a hosted zone's, or below it. */
export function isWithin(name: string, zone: string): boolean {
  return name === zone || name.endsWith(`.${zone}`);
}

/**
 * What names are sorted by: with their labels in reverse, by their codes.
 *
 * Rules: "ListResourceRecordSets" of the API reference, "Sort order".
 */
export function sortKey(name: string): string {
  // A dot that is a part of a label is an octal code: all others are between labels.
  return `${name.slice(0, -1).split('.').toReversed().join('.')}.`;
}
