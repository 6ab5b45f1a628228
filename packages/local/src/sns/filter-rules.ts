import { isIPv4, isIPv6 } from 'node:net';
import { isJsonObject } from '../json-object.ts';

// "Filter policy constraints" of the SNS developer guide.
const MAX_NUMBER = 1e9;
const comparisons = ['=', '<', '<=', '>', '>='];

/** What is wrong with one element of a property's list in a filter policy; `undefined`: nothing. */
export function checkRule(rule: unknown): string | undefined {
  if (typeof rule === 'number') return checkNumber(rule);
  if (rule === null || typeof rule === 'string' || typeof rule === 'boolean') return undefined;
  if (!isJsonObject(rule)) return 'Match value must be String, number, true, false, or null';
  const [[operator, argument] = [], ...more] = Object.entries(rule);
  if (operator === undefined || more.length > 0) return 'Only one key allowed in match expression';
  const check = Object.hasOwn(checks, operator) ? checks[operator]! : undefined;
  return check ? check(argument) : `Unrecognized match type ${operator}`;
}

type Check = (argument: unknown) => string | undefined;

const checks: Readonly<Record<string, Check>> = {
  prefix: checkText('prefix'),
  suffix: checkText('suffix'),
  'equals-ignore-case': checkText('equals-ignore-case'),
  exists: (argument) =>
    typeof argument === 'boolean' ? undefined : 'exists match pattern must be either true or false.',
  numeric: checkNumeric,
  cidr: checkCidr,
  'anything-but': checkForbidden,
};

function checkText(operator: string): Check {
  return (argument) =>
    typeof argument === 'string' ? undefined : `${operator} match pattern must be a string`;
}

function checkNumber(value: number): string | undefined {
  return Math.abs(value) < MAX_NUMBER ? undefined : `Match value ${value} must be smaller than 1E9`;
}

function checkForbidden(argument: unknown): string | undefined {
  if (isJsonObject(argument)) {
    const [[operator, text] = [], ...more] = Object.entries(argument);
    if ((operator !== 'prefix' && operator !== 'suffix') || more.length > 0) {
      return `Unsupported anything-but pattern: ${operator}`;
    }
    return checkText(operator)(text);
  }
  const values: readonly unknown[] = Array.isArray(argument) ? argument : [argument];
  if (values.length === 0) return 'Empty arrays are not allowed';
  if (values.every((value) => typeof value === 'string')) return undefined;
  const isNumbers = values.every((value) => typeof value === 'number');
  return isNumbers
    ? values.map(checkNumber).find((found) => found !== undefined)
    : 'Inside anything but list, values must be all strings or all numbers';
}

function checkNumeric(argument: unknown): string | undefined {
  const parts: readonly unknown[] = Array.isArray(argument) ? argument : [];
  if (parts.length === 0) return 'Invalid member in numeric match: the list of comparisons is empty';
  for (let at = 0; at < parts.length; at += 2) {
    const [comparison, limit] = parts.slice(at, at + 2);
    if (!comparisons.includes(comparison as string)) {
      return `Unrecognized numeric range operator: ${String(comparison)}`;
    }
    if (typeof limit !== 'number') return `Value of ${String(comparison)} must be numeric`;
    const refused = checkNumber(limit);
    if (refused !== undefined) return refused;
  }
  if (parts.length === 2) return undefined;
  if (parts.length > 4) return 'Too many elements in numeric expression';
  const [first, bottom, second, top] = parts as [string, number, string, number];
  if (!first.startsWith('>') || !second.startsWith('<')) return `Bad numeric range operator: ${second}`;
  return bottom < top ? undefined : 'Bottom must be less than top';
}

function checkCidr(argument: unknown): string | undefined {
  const [address = '', bits = '', ...more] = typeof argument === 'string' ? argument.split('/') : [];
  if (bits === '' || more.length > 0) return "Malformed CIDR, one '/' required";
  if (!/^\d{1,3}$/.test(bits)) return 'Malformed CIDR, mask bits must be an integer';
  const maximum = isIPv4(address) ? 32 : isIPv6(address) ? 128 : undefined;
  if (maximum === undefined) return `Malformed CIDR, "${address}" is not an IP address`;
  return Number(bits) <= maximum ? undefined : `Malformed CIDR, mask bits must be at most ${maximum}`;
}
