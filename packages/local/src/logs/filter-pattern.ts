import { isNestedDeeper } from '../json-depth.ts';
import { compileJsonPattern } from './json-pattern.ts';
import { PatternError } from './pattern-error.ts';

/** Whether a message matches. */
export type MessageTest = (message: string) => boolean;

const MAX_LENGTH = 1024;

/**
 * Compiles a filter pattern: terms (`ERROR`, `"two words"`, `-excluded`, `?either ?or`) or a JSON pattern
 * (`{ $.level = "ERROR" && $.count > 3 }`). Patterns of fields in brackets and regular expressions are refused.
 *
 * Rules: "Filter pattern syntax" of the CloudWatch Logs user guide.
 *
 * @throws PatternError
 */
export function compileFilterPattern(pattern: string): MessageTest {
  if (pattern.length > MAX_LENGTH) throw new PatternError(`it is longer than ${MAX_LENGTH} characters`);
  const text = pattern.trim();
  if (text.startsWith('{')) return testOfJson(text);
  if (text.startsWith('[') || /(?:^|\s)[-?]?%/.test(text)) {
    throw new PatternError(
      'patterns in brackets and regular expressions are not supported here; supported: terms, and JSON patterns in braces',
    );
  }
  return testOfTerms(text);
}

// Log lines of functions are flat; what is deeper is not read.
const MAX_DEPTH = 100;

function testOfJson(text: string): MessageTest {
  const test = compileJsonPattern(text);
  return (message) => {
    if (!message.trimStart().startsWith('{') || isNestedDeeper(message, MAX_DEPTH)) return false;
    try {
      return test(JSON.parse(message));
    } catch {
      // A line that only begins like JSON.
      return false;
    }
  };
}

function testOfTerms(text: string): MessageTest {
  const required: string[] = [];
  const either: string[] = [];
  const excluded: string[] = [];
  for (const [whole, mark, quoted, bare] of text.matchAll(/([-?]?)(?:"((?:[^"\\]|\\.)*)"|(\S+))/g)) {
    const term = quoted === undefined ? bare! : quoted.replaceAll(/\\(.)/g, '$1');
    if (quoted === undefined && !/^\w+$/.test(term)) {
      throw new PatternError(
        `the term ${whole} has characters other than letters, digits and _; put it in quotes`,
      );
    }
    (mark === '?' ? either : mark === '-' ? excluded : required).push(term);
  }
  if (either.length > 0 && required.length + excluded.length > 0) {
    throw new PatternError('terms with ? can only be combined with terms with ?');
  }
  return (message) =>
    required.every((term) => message.includes(term)) &&
    !excluded.some((term) => message.includes(term)) &&
    (either.length === 0 || either.some((term) => message.includes(term)));
}
