import { countListed } from '@groundcrew/account';
import {
  type Column,
  countOf,
  type Figure,
  formatCount,
  type Report,
  type Row,
  type TableSection,
  type Value,
} from '@groundcrew/report';
import { keptText } from '../planning/plan-notes.ts';
import type { Audit, ExemptionUse, Score } from './audit.ts';
import { groupViolations } from './group-violations.ts';
import { violatingOf } from './tally.ts';

export interface AuditReportOptions {
  /** The maximum of violations, and of scores of each kind, that are shown; default: all. */
  readonly top?: number;
  /** The number of violations that `--types`, `--key` or `--owner` left out; the scores count them. */
  readonly hidden?: number;
}

/**
 * An audit for people and programs: the state, what to do first, scores, coverage, exemptions, and
 * each violation, which are what CSV holds.
 */
export function auditReport(
  audit: Audit,
  { top = Number.POSITIVE_INFINITY, hidden = 0 }: AuditReportOptions = {},
): Report {
  const { scores, exemptions, violations } = audit;
  const aliasOf = new Map(audit.accounts.map(({ id, alias }) => [id, alias]));
  const accounts = scores.byAccount.map((score) => ({ ...score, alias: aliasOf.get(score.name) ?? null }));
  const owner = audit.policy.ownerKey;
  return {
    title: 'Tag audit',
    catalog: 'tags',
    csv: 'violations',
    lead: verdictOf(audit),
    figures: figuresOf(audit),
    next: nextOf(audit),
    sections: [
      summaryOf(audit),
      {
        kind: 'table',
        key: 'toDo',
        title: 'What to do first',
        columns: [
          { key: 'key', title: 'Key', printed: 'keyText', words: true },
          { key: 'problem', title: 'What is wrong', words: true },
          { key: 'violations', title: 'Violations', unit: 'count' },
          { key: 'toDo', title: 'What to do', wrap: true, words: true },
          { key: 'example', title: 'For example' },
        ],
        rows: groupViolations(violations).map((group) => ({ ...group, keyText: bracketed(group.key) })),
        whenEmpty: noViolation(audit, 'Nothing: no violation was found.'),
      },
      scoreSection('byKey', 'By key', 'Key', scores.byKey, top),
      scoreSection('byType', 'By type', 'Type', scores.byType, top),
      scoreSection('byRegion', 'By region', 'Region', scores.byRegion, top),
      scoreSection('byAccount', 'By account', 'Account', accounts, top, [{ key: 'alias', title: 'Alias' }]),
      ...(owner === undefined
        ? []
        : [ownerSection(scoreSection('byOwner', `By ${owner}`, owner, scores.byOwner, top))]),
      gapsSection(audit),
      exemptionSection(exemptions),
      {
        kind: 'table',
        key: 'violations',
        title: 'Violations',
        columns: violationColumns,
        // Not copied one by one: there may be very many.
        rows: violations.slice(0, top) as readonly object[] as readonly Row[],
        whenEmpty: noViolation(audit, 'No violation was found.'),
      },
    ],
    notes: notesOf(audit, top, hidden),
  };
}

/** The result as a sentence; unknown resources are not counted as compliant. */
function verdictOf(audit: Audit): readonly string[] {
  const { total, violations } = audit;
  const unknown = isPartial(audit) ? ['Not everything could be listed.'] : [];
  if (total.percent === null) return ['No resource was listed that a rule is for.', ...unknown];
  if (violations.length === 0) return ['Every resource with known tags follows the policy.', ...unknown];
  const found = `${countOf(violations.length, 'violation')} on ${countOf(violatingOf(total), 'resource')}`;
  return [`${formatCount(total.percent)}% of the resources follow the policy: ${found}.`, ...unknown];
}

/** @param complete the text if everything was listed */
function noViolation(audit: Audit, complete: string): string {
  return isPartial(audit) ? 'No violation was found in what could be listed.' : complete;
}

function isPartial({ coverage }: Audit): boolean {
  return coverage.unknown > 0 || coverage.gaps.length > 0;
}

function figuresOf({ total, violations, coverage }: Audit): readonly Figure[] {
  return [
    { title: 'Compliant', value: total.percent, unit: 'percent' },
    { title: 'Violations', value: violations.length, tone: violations.length === 0 ? 'good' : 'bad' },
    ...(coverage.gaps.length > 0
      ? [{ title: 'Could not be listed', value: coverage.gaps.length, tone: 'warning' } as const]
      : []),
  ];
}

function nextOf({ violations }: Audit): readonly string[] {
  const repairable = violations.filter(({ fix }) => fix !== 'decide').length;
  const decisions = violations.length - repairable;
  return [
    ...(repairable === 0
      ? []
      : [`Repair ${countOf(repairable, 'violation')} by a plan: \`groundcrew tags plan\``]),
    ...(decisions === 0
      ? []
      : [`Decide on ${countOf(decisions, 'violation')}: no rule determines the value.`]),
  ];
}

const violationColumns: readonly Column[] = [
  { key: 'id', title: 'Resource' },
  { key: 'type', title: 'Type' },
  { key: 'region', title: 'Region' },
  { key: 'accountId', title: 'Account' },
  { key: 'owner', title: 'Owner' },
  { key: 'key', title: 'Key', hidden: true },
  { key: 'kind', title: 'Kind', hidden: true },
  { key: 'found', title: 'Found', hidden: true },
  { key: 'message', title: 'What is wrong', wrap: true, words: true },
  { key: 'fix', title: 'Fix', hidden: true },
  { key: 'fixDetail', title: 'What it would take', wrap: true, words: true },
  { key: 'arn', title: 'ARN', hidden: true },
];

function summaryOf(audit: Audit): Report['sections'][number] {
  const { total, coverage } = audit;
  return {
    kind: 'facts',
    key: 'summary',
    aside: true,
    columns: [
      { key: 'percent', title: 'Compliant', unit: 'percent' },
      { key: 'compliant', title: 'Follow the policy', unit: 'count' },
      { key: 'violating', title: 'Violate it', unit: 'count' },
      { key: 'violations', title: 'Violations', unit: 'count' },
      { key: 'repairable', title: 'Repaired by tags plan', unit: 'count' },
      { key: 'exempt', title: 'Exempt', unit: 'count' },
      { key: 'unknown', title: 'Tags unknown', unit: 'count' },
      { key: 'unruled', title: 'No rule is for', unit: 'count' },
      { key: 'resources', title: 'Resources listed', unit: 'count' },
      { key: 'tagged', title: 'Known to be tagged', unit: 'count' },
      { key: 'untagged', title: 'Known to be untagged', unit: 'count' },
      { key: 'taggedOnly', title: 'Known only if tagged', unit: 'count' },
      { key: 'gaps', title: 'Could not be listed', unit: 'count' },
      { key: 'policy', title: 'Policy' },
      { key: 'takenAt', title: 'Collected' },
      { key: 'auditedAt', title: 'Audited' },
    ],
    values: {
      percent: total.percent,
      compliant: total.compliant,
      violating: violatingOf(total),
      violations: audit.violations.length,
      repairable: audit.violations.filter(({ fix }) => fix !== 'decide').length,
      exempt: total.exempt,
      unknown: coverage.unknown,
      unruled: audit.unruled,
      resources: audit.resources,
      tagged: coverage.tagged,
      untagged: coverage.untagged,
      taggedOnly: coverage.taggedOnly?.resources ?? null,
      gaps: coverage.gaps.length,
      policy: audit.policy.file,
      takenAt: audit.takenAt,
      auditedAt: audit.auditedAt,
    },
  };
}

function scoreSection(
  key: string,
  title: string,
  what: string,
  scores: readonly Score[],
  top: number,
  more: readonly Column[] = [],
): TableSection {
  return {
    kind: 'table',
    key,
    title,
    columns: [
      { key: 'name', title: what },
      ...more,
      { key: 'percent', title: 'Compliant', unit: 'percent' },
      { key: 'violating', title: 'Violating', unit: 'count' },
      { key: 'compliant', title: 'Following', unit: 'count' },
      { key: 'exempt', title: 'Exempt', unit: 'count' },
      { key: 'unknown', title: 'Unknown', unit: 'count' },
      { key: 'resources', title: 'Resources', unit: 'count' },
    ],
    rows: scores.slice(0, top).map((score) => ({ ...score, violating: violatingOf(score) })),
    whenEmpty: 'No resource that a rule is for.',
  };
}

/** Its heading is a tag key; resources without an owner have a translated name. */
function ownerSection({ columns: [name, ...columns], ...section }: TableSection): TableSection {
  return {
    ...section,
    columns: [{ ...name!, named: true, printed: 'nameText', words: true }, ...columns],
    rows: Array.from(section.rows as Iterable<Row>, (row) => ({ ...row, nameText: bracketed(row.name) })),
  };
}

/** `(none)`, which is translated, unlike a key or an owner. */
function bracketed(text: Value | undefined): string | null {
  return typeof text === 'string' && text.startsWith('(') ? text : null;
}

function gapsSection({ coverage }: Audit): TableSection {
  return {
    kind: 'table',
    key: 'gaps',
    title: 'What could not be known',
    columns: [
      { key: 'type', title: 'Type' },
      { key: 'region', title: 'Region' },
      { key: 'accountId', title: 'Account' },
      { key: 'status', title: 'Status', words: true },
      { key: 'resources', title: 'Listed', unit: 'count' },
      { key: 'unknown', title: 'Tags unknown', unit: 'count' },
      { key: 'reason', title: 'Why', wrap: true, words: true },
    ],
    rows: coverage.gaps.map((gap): Row => ({ reason: null, ...gap, resources: countListed(gap) })),
    whenEmpty: coverage.taggedOnly
      ? 'Every type that has a list here was listed, with its tags.'
      : 'Everything requested was listed, with its tags.',
  };
}

function exemptionSection({ active, expired, unused }: Audit['exemptions']): TableSection {
  const rowsOf = (state: string, uses: readonly ExemptionUse[]) =>
    uses.map(({ exemption: { match, keys, reason, until }, violations }): Row => ({
      state,
      match: describeMatch(match),
      keys: keys === 'all' ? 'all' : keys.join(', '),
      keysText: keys === 'all' ? 'all' : null,
      violations,
      until: until ?? null,
      reason,
    }));
  return {
    kind: 'table',
    key: 'exemptions',
    title: 'Exemptions',
    columns: [
      { key: 'state', title: 'State', words: true },
      { key: 'match', title: 'What', wrap: true },
      { key: 'keys', title: 'Keys', wrap: true, printed: 'keysText', words: true },
      { key: 'violations', title: 'Violations', unit: 'count' },
      { key: 'until', title: 'Until' },
      { key: 'reason', title: 'Why', wrap: true },
    ],
    rows: [...rowsOf('expired', expired), ...rowsOf('unused', unused), ...rowsOf('active', active)],
    whenEmpty: 'The policy has none.',
  };
}

function describeMatch({ tag = {}, ...globs }: ExemptionUse['exemption']['match']): string {
  const tags = Object.entries(tag).map(([key, value]) => `${key}=${value}`);
  return [...Object.values(globs), ...tags].join(', ');
}

function notesOf(audit: Audit, top: number, hidden: number): string[] {
  const { coverage, exemptions, violations } = audit;
  const notes: string[] = [];
  if (violations.length > top) {
    notes.push(`Shown are ${top} of ${violations.length} violations; CSV and JSON without a limit have all.`);
  }
  if (coverage.gaps.length > 0) {
    notes.push(
      'Not everything could be known: resources that are not listed, or have unknown tags, are in no percentage.',
    );
  }
  if (coverage.taggedOnly) {
    const { resources, places } = coverage.taggedOnly;
    const found = `${formatCount(resources)} in ${formatCount(places)} ${places === 1 ? 'region' : 'regions'}`;
    notes.push(
      `For types without a list, only resources that are or were tagged are known: ${found}. The tagging API does not return others: no figure includes them.`,
    );
  }
  notes.push(...keptText(audit.kept, 'are not reported'));
  if (exemptions.expired.some((use) => use.violations > 0)) {
    notes.push('Expired exemptions no longer apply: renew them, or fix the tags.');
  }
  if (hidden > 0) {
    notes.push(
      `${countOf(hidden, 'violation')} left out by --types, --key or --owner; the scores count them.`,
    );
  }
  return notes;
}
