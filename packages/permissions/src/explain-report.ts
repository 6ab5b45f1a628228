import type { DecidingStatement, Decision, Patterns } from '@groundcrew/iam';
import type { FactsSection, Report, TableSection } from '@groundcrew/report';
import type { Explanation } from './explain.ts';

/** What policies decide about a request, and by which statement. */
export function explainReport(whose: string, explanation: Explanation): Report {
  const { action, resource, decision, isInReference } = explanation;
  const statements = decidingStatements(decision);
  return {
    title: `${action} on ${resource}: ${decision.outcome}`,
    catalog: 'access',
    lead: [`${action} is ${decision.outcome}: ${reasonOf(decision)}.`],
    sections: [
      answerSection(whose, explanation),
      ...(statements.length > 0 ? [statementSection(statements)] : []),
    ],
    notes: [
      'Policies of the resource, of the organization and of the session are not known here: the first can allow more, all of them can deny.',
      ...(isInReference
        ? []
        : [
            `${action} is not in the copy of the service authorization reference here: whether it is about such a resource was not checked.`,
          ]),
      ...(decision.outcome === 'unknown'
        ? [`Pass the values with --context KEY=VALUE, or --absent KEY: ${decision.keys.join(', ')}.`]
        : []),
    ],
  };
}

function answerSection(whose: string, { action, resource, decision }: Explanation): FactsSection {
  return {
    kind: 'facts',
    key: 'answer',
    columns: [
      { key: 'principal', title: 'Principal' },
      { key: 'action', title: 'Action' },
      { key: 'resource', title: 'Resource' },
      { key: 'outcome', title: 'Outcome', words: true },
      { key: 'reason', title: 'Reason', words: true },
      { key: 'dependsOn', title: 'Depends on' },
    ],
    values: {
      principal: whose,
      action,
      resource,
      outcome: decision.outcome,
      reason: reasonOf(decision),
      dependsOn: decision.outcome === 'unknown' ? decision.keys.join(', ') : null,
    },
  };
}

function reasonOf(decision: Decision): string {
  switch (decision.outcome) {
    case 'allowed':
      return 'explicit allow';
    case 'unknown':
      return 'a condition whose keys are not known';
    case 'denied': {
      if (decision.reason === 'explicit-deny') return 'explicit deny';
      return decision.of === 'identity'
        ? 'implicit deny: no statement allows it'
        : 'implicit deny: no statement of the permissions boundary allows it';
    }
  }
}

function decidingStatements(decision: Decision): readonly DecidingStatement[] {
  if (decision.outcome === 'unknown') return decision.by;
  if (decision.outcome === 'allowed') return [decision.by, ...(decision.boundary ? [decision.boundary] : [])];
  return decision.reason === 'explicit-deny' ? [decision.by] : [];
}

function statementSection(statements: readonly DecidingStatement[]): TableSection {
  return {
    kind: 'table',
    key: 'statements',
    title: statements.length === 1 ? 'The statement that decides' : 'The statements that decide',
    columns: [
      { key: 'policy', title: 'Policy' },
      { key: 'statement', title: 'Statement' },
      { key: 'effect', title: 'Effect' },
      { key: 'action', title: 'Action', wrap: true },
      { key: 'resource', title: 'Resource', wrap: true },
      { key: 'condition', title: 'Condition', wrap: true },
    ],
    rows: statements.map(({ policy, index, statement }) => ({
      policy,
      statement: statement.sid ?? `Statement[${index}]`,
      effect: statement.effect,
      action: patternsText(statement.actions),
      resource: patternsText(statement.resources),
      condition:
        statement.conditions
          .map(({ operator, key, values }) => `${operator.name} ${key} ${values.join(' or ')}`)
          .join('; ') || null,
    })),
  };
}

function patternsText({ not, patterns }: Patterns): string {
  return `${not ? 'all but ' : ''}${patterns.join(', ')}`;
}
