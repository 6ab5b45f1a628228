import { didYouMean, GroundcrewError, messageOf } from '@groundcrew/errors';
import { readNumber } from './condition.ts';
import { findDuplicateMember } from './find-duplicate-member.ts';
import { readIpRange } from './ip-range.ts';
import { operatorNames, readOperator } from './operators.ts';
import type { Condition, Operator, Patterns, Policy, Statement } from './policy.ts';
import { readDate } from './read-date.ts';
import { findVariableProblem } from './variables.ts';

const policyElements = ['Version', 'Id', 'Statement'];
const statementElements = [
  'Sid',
  'Effect',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
  'Principal',
  'NotPrincipal',
];
const versions = ['2012-10-17', '2008-10-17'] as const;

type Report = (path: string, problem: string) => void;
type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Reads an identity-based policy, and refuses what IAM would refuse or what could be read in two ways.
 *
 * Rules: "Grammar of the IAM JSON policy language" and the pages of the elements in the IAM user guide.
 *
 * @param name For messages: the file, or the policy's name.
 * @throws GroundcrewError `iam.policy.malformed`, with all problems in `details.problems`
 */
export function readPolicy(text: string, name: string): Policy {
  let document: unknown;
  try {
    document = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw malformed(name, [`is not JSON: ${messageOf(error)}`], error);
  }
  const twice = findDuplicateMember(text);
  if (twice !== undefined) throw malformed(name, [`${twice} is there twice; remove one`]);
  return readPolicyDocument(document, name);
}

/** {@link readPolicy} of a document that is parsed already. */
export function readPolicyDocument(document: unknown, name: string): Policy {
  const problems: string[] = [];
  const policy = readDocument(document, (path, problem) =>
    problems.push(path === '' ? problem : `${path} ${problem}`),
  );
  if (policy === undefined || problems.length > 0) throw malformed(name, problems);
  return policy;
}

function malformed(name: string, problems: readonly string[], cause?: unknown): GroundcrewError {
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return new GroundcrewError('iam.policy.malformed', `the policy ${name}: ${problems[0]}${more}`, {
    cause,
    details: { problems },
  });
}

function readDocument(document: unknown, report: Report): Policy | undefined {
  if (!isObject(document)) {
    report('', `is ${kindOf(document)}, not an object with Version and Statement`);
    return undefined;
  }
  checkElements(document, policyElements, '', report);
  const { Version: version = '2008-10-17', Id: id, Statement: written } = document;
  if (!isVersion(version)) {
    report('Version', `is ${quoted(version)}; write "2012-10-17", the current version of the language`);
  }
  if (id !== undefined && typeof id !== 'string') report('Id', `is ${kindOf(id)}, not a text`);
  if (written === undefined) report('', 'has no Statement');
  const single = !Array.isArray(written);
  const list: readonly unknown[] = single ? (written === undefined ? [] : [written]) : written;
  const statements = list.flatMap((statement, index) => {
    const path = single ? 'Statement' : `Statement[${index}]`;
    return readStatement(statement, path, isVersion(version) ? version : '2012-10-17', report) ?? [];
  });
  const sids = statements.flatMap(({ sid }) => sid ?? []);
  const twice = sids.find((sid, index) => sids.indexOf(sid) < index);
  if (twice !== undefined) report('', `has two statements with the Sid ${quoted(twice)}; each needs its own`);
  return {
    version: isVersion(version) ? version : '2012-10-17',
    ...(typeof id === 'string' && { id }),
    statements,
  };
}

function readStatement(
  statement: unknown,
  path: string,
  version: Policy['version'],
  report: Report,
): Statement | undefined {
  if (!isObject(statement)) {
    report(path, `is ${kindOf(statement)}, not an object with Effect, Action and Resource`);
    return undefined;
  }
  checkElements(statement, statementElements, path, report);
  for (const name of ['Principal', 'NotPrincipal']) {
    if (Object.hasOwn(statement, name)) {
      report(path, `has ${name}: this is a policy of a resource or of a role's trust, not of an identity`);
    }
  }
  const { Sid: sid, Effect: effect, Condition: conditions } = statement;
  if (sid !== undefined && typeof sid !== 'string') report(`${path}.Sid`, `is ${kindOf(sid)}, not a text`);
  if (effect !== 'Allow' && effect !== 'Deny') {
    report(
      `${path}.Effect`,
      effect === undefined
        ? 'is missing; write "Allow" or "Deny"'
        : `is ${quoted(effect)}; write "Allow" or "Deny"`,
    );
  }
  const usesVariables = version === '2012-10-17';
  return {
    ...(typeof sid === 'string' && { sid }),
    effect: effect === 'Allow' ? 'Allow' : 'Deny',
    actions: readPatterns(statement, 'Action', path, report, findActionProblem),
    resources: readPatterns(statement, 'Resource', path, report, (text) =>
      findResourceProblem(text, usesVariables),
    ),
    conditions: readConditions(conditions, `${path}.Condition`, usesVariables, report),
  };
}

/** `Action` or `NotAction`: exactly one of them. */
function readPatterns(
  statement: JsonObject,
  name: 'Action' | 'Resource',
  path: string,
  report: Report,
  findProblem: (text: string) => string | undefined,
): Patterns {
  const negated = `Not${name}`;
  const not = Object.hasOwn(statement, negated);
  if (not && Object.hasOwn(statement, name)) report(path, `has both ${name} and ${negated}; remove one`);
  if (!not && !Object.hasOwn(statement, name)) report(path, `has neither ${name} nor ${negated}`);
  const element = not ? negated : name;
  const patterns = Object.hasOwn(statement, element)
    ? readTexts(statement[element], `${path}.${element}`, report)
    : [];
  for (const pattern of patterns) {
    const problem = findProblem(pattern);
    if (problem !== undefined) report(`${path}.${element}`, `is ${quoted(pattern)}, which ${problem}`);
  }
  return { not, patterns };
}

function findActionProblem(text: string): string | undefined {
  if (text === '*' || /^[A-Za-z0-9-]+:[A-Za-z0-9*?]+$/.test(text)) return undefined;
  return 'is not SERVICE:ACTION, such as "s3:GetObject" or "s3:Get*"';
}

function findResourceProblem(text: string, usesVariables: boolean): string | undefined {
  if (text !== '*' && !/^arn:/.test(text) && !/^\*+$/.test(text)) return 'is neither an ARN nor "*"';
  if (/^arn:[^:]*:[^:]*[*?]/.test(text)) {
    return 'has a wildcard in the name of the service; IAM accepts none there';
  }
  return usesVariables ? findVariableProblem(text) : undefined;
}

function readConditions(
  conditions: unknown,
  path: string,
  usesVariables: boolean,
  report: Report,
): readonly Condition[] {
  if (conditions === undefined) return [];
  if (!isObject(conditions)) {
    report(path, `is ${kindOf(conditions)}, not an object of operators`);
    return [];
  }
  return Object.entries(conditions).flatMap(([name, keys]) => {
    const operator = readOperator(name);
    if (operator === undefined) {
      report(
        path,
        `has the operator ${quoted(name)}, which IAM does not have${didYouMean(name, operatorNames)}`,
      );
      return [];
    }
    if (!isObject(keys)) {
      report(`${path}.${name}`, `is ${kindOf(keys)}, not an object of condition keys`);
      return [];
    }
    return Object.entries(keys).map(([key, values]): Condition => {
      const at = `${path}.${name}[${quoted(key)}]`;
      if (!/^[\w.-]+:\S+$/.test(key)) report(at, 'is not a condition key, such as aws:SourceIp or s3:prefix');
      const texts = readTexts(values, at, report);
      for (const text of texts) {
        const problem = findValueProblem(operator, text, usesVariables);
        if (problem !== undefined) report(at, `is ${quoted(text)}, which ${problem}`);
      }
      return { operator, key, values: texts };
    });
  });
}

function findValueProblem(
  { comparison }: Operator,
  text: string,
  usesVariables: boolean,
): string | undefined {
  if (comparison === 'bool' || comparison === 'null') {
    return /^(?:true|false)$/i.test(text) ? undefined : 'is neither "true" nor "false"';
  }
  if (comparison === 'ip-address') {
    return readIpRange(text) ? undefined : 'is neither an address nor a range, such as "203.0.113.0/24"';
  }
  if (comparison.startsWith('number')) return readNumber(text) === undefined ? 'is not a number' : undefined;
  if (comparison.startsWith('date')) {
    return readDate(text) === undefined
      ? 'is neither a date of ISO 8601, such as "2026-11-28T00:00:00Z", nor seconds since 1970'
      : undefined;
  }
  if (comparison === 'binary') {
    return /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)
      ? undefined
      : 'is not base64';
  }
  return usesVariables ? findVariableProblem(text) : undefined;
}

/** A text or a list of texts; of JSON's other values, numbers and booleans are taken as their texts. */
function readTexts(value: unknown, path: string, report: Report): readonly string[] {
  const list: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (list.length === 0) report(path, 'is an empty list');
  return list.flatMap((one, index) => {
    if (typeof one === 'string') return one;
    if (path.includes('.Condition') && (typeof one === 'number' || typeof one === 'boolean'))
      return String(one);
    report(Array.isArray(value) ? `${path}[${index}]` : path, `is ${kindOf(one)}, not a text`);
    return [];
  });
}

function checkElements(object: JsonObject, known: readonly string[], path: string, report: Report): void {
  for (const name of Object.keys(object)) {
    if (!known.includes(name))
      report(path, `has the element ${quoted(name)}, which IAM does not have${didYouMean(name, known)}`);
  }
}

function isVersion(value: unknown): value is Policy['version'] {
  return (versions as readonly unknown[]).includes(value);
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function quoted(value: unknown): string {
  if (typeof value === 'object') return kindOf(value);
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : `the ${typeof value} ${quoted(value)}`;
}
