import { resourceTokens } from '../arn.ts';
import type { Condition, Policy, Statement } from '../policy.ts';
import { literal, matches, overlap, type Token, tokensOf } from '../wildcard.ts';
import { formatTokens } from './arn-format.ts';
import { globalConditionKeys } from './global-keys.ts';
import { type AuthorizationTable, factsOf, formatsOf } from './table.ts';

/**
 * Actions whose resource types the reference calls required, each, although a call is about one of them: an execution
 * is Standard or Express, and executions are listed of a state machine or of a Map Run.
 */
const aboutOneOf: ReadonlySet<string> = new Set(['states:DescribeExecution', 'states:ListExecutions']);

/**
 * What the service authorization reference holds against the statements of a policy: actions that do not exist, resources
 * that an action can't be about, condition keys that a request never has. Such a statement is accepted by IAM and grants
 * nothing.
 */
export function findPolicyProblems(table: AuthorizationTable, policy: Policy): string[] {
  return policy.statements.flatMap((statement, index) =>
    findStatementProblems(table, statement).map(
      (problem) => `${statement.sid ?? `statement ${index}`}: ${problem}`,
    ),
  );
}

function findStatementProblems(table: AuthorizationTable, statement: Statement): string[] {
  const { actions, resources, conditions } = statement;
  if (actions.not) return [];
  const problems: string[] = [];
  const found = actions.patterns.flatMap((pattern) => {
    if (pattern === '*') return [];
    const matching = /[*?]/.test(pattern)
      ? Object.keys(table.actions).filter((one) =>
          matches(tokensOf(pattern.toLowerCase()), one.toLowerCase()),
        )
      : [pattern].filter((one) => factsOf(table, one) !== undefined);
    if (matching.length === 0) problems.push(`${pattern} is not among the actions of the reference`);
    return matching;
  });
  if (!resources.not) {
    // Of `s3:*` on a bucket, those actions are meant that are about buckets.
    const named = found.filter((action) =>
      actions.patterns.some((one) => one.toLowerCase() === action.toLowerCase()),
    );
    for (const action of named) problems.push(...findResourceProblems(table, action, resources.patterns));
    problems.push(...findUselessPatterns(table, found, resources.patterns));
  }
  for (const condition of conditions) problems.push(...findConditionProblems(table, found, condition));
  return problems;
}

function findResourceProblems(
  table: AuthorizationTable,
  action: string,
  patterns: readonly string[],
): string[] {
  if (patterns.includes('*')) return [];
  const facts = factsOf(table, action)!;
  const formats = formatsOf(table, action);
  if (Object.keys(formats).length === 0) {
    return [`${action} supports no resources and is granted on ${patterns.join(', ')}; only "*" grants it`];
  }
  const missed = Object.keys(formats).filter(
    (type) => !patterns.some((pattern) => overlap(patternTokens(pattern), formatTokens(formats[type]!))),
  );
  if (missed.length === Object.keys(formats).length) {
    return [
      `${action} is about ${Object.values(formats).slice(0, 3).join(', ')}, and never about ${patterns.join(', ')}`,
    ];
  }
  const required = missed.filter((type) => facts.resourceTypes[type]!.required);
  if (required.length > 0 && !aboutOneOf.has(action))
    return [`${action} needs a resource of the type ${required.join(' and ')}, too`];
  // Who grants all resources of a service means all: some have another form than the rest.
  const isWhole = patterns.some((pattern) => /^arn:[^:]*:[^:]*:[^:]*:[^:]+:\*$/.test(pattern));
  return isWhole && missed.length > 0
    ? [
        `${action} on ${patterns.join(', ')} leaves out the types ${missed.join(', ')}, whose ARNs have another form`,
      ]
    : [];
}

/** Resources that none of the actions is about. */
function findUselessPatterns(
  table: AuthorizationTable,
  actions: readonly string[],
  patterns: readonly string[],
): string[] {
  const formats = actions.flatMap((action) => Object.values(formatsOf(table, action)));
  if (formats.length === 0) return [];
  return patterns
    .filter((pattern) => pattern !== '*')
    .filter((pattern) => !formats.some((format) => overlap(patternTokens(pattern), formatTokens(format))))
    .map((pattern) => `no action of the statement is about ${pattern}`);
}

function findConditionProblems(
  table: AuthorizationTable,
  actions: readonly string[],
  { key }: Condition,
): string[] {
  return actions.flatMap((action) => {
    const facts = factsOf(table, action)!;
    const service = action.slice(0, action.indexOf(':'));
    const known = [
      ...globalConditionKeys,
      ...facts.conditionKeys,
      ...Object.entries(facts.resourceTypes).flatMap(([type, { conditionKeys }]) => [
        ...conditionKeys,
        ...table.resourceTypes[`${service}:${type}`]!.conditionKeys,
      ]),
    ];
    return known.some((one) => isKey(key, one))
      ? []
      : [`a request of ${action} never has the condition key ${key}`];
  });
}

/** `aws:ResourceTag/team` is `aws:ResourceTag/${TagKey}`. */
function isKey(key: string, known: string): boolean {
  const tokens: Token[] = known
    .toLowerCase()
    .split(/(\$\{[^}]*\})/)
    .flatMap((part): Token[] => (part.startsWith('${') ? [{ many: true, within: false }] : literal(part)));
  return matches(tokens, key.toLowerCase());
}

function patternTokens(pattern: string): Token[] {
  return resourceTokens(tokensOf(pattern));
}
