import { countOf, formatCount, printable } from '@groundcrew/report';
import type { Audit, Score, Violation } from './audit.ts';
import { type AuditDigest, changeSince, type DigestScore } from './audit-digest.ts';
import { groupViolations } from './group-violations.ts';
import { violatingOf } from './tally.ts';

/** Entries of each list: a summary is read on a phone. */
const MAX_SHOWN = 10;
/** Characters of one line: values and names of resources are other people's. */
const MAX_LINE_LENGTH = 300;

export interface AuditSummary {
  /** ASCII, up to 100 characters, as SNS requires. */
  readonly subject: string;
  /** Up to a few kilobytes. */
  readonly text: string;
}

const names = {
  byKey: 'key',
  byAccount: 'account',
  byType: 'type',
  byRegion: 'region',
  byOwner: 'owner',
} as const;

/** An audit as a message: the state, what got worse since `previous`, the worst ten, what to do. */
export function auditSummary(audit: Audit, previous?: AuditDigest): AuditSummary {
  const { total, violations, coverage } = audit;
  const change = previous && changeSince(audit, previous);
  const violating = violatingOf(total);
  const lines = [
    `Tags collected ${audit.takenAt}, audited by ${audit.policy.file}`,
    '',
    `${share(total.percent)} of the resources with known tags comply${previous ? ` (${share(previous.percent)} last time)` : ''}.`,
    `${countOf(violations.length, 'violation')} on ${countOf(violating, 'resource')}${previous ? ` (${formatCount(previous.violations)} on ${formatCount(previous.violating)} last time)` : ''}.`,
  ];
  if (change && previous) {
    const least = change.isPartial ? 'at least ' : '';
    lines.push(
      `Since ${previous.takenAt}: ${least}${formatCount(change.appeared)} new, ${least}${formatCount(change.disappeared)} gone.`,
    );
  }
  if (coverage.unknown > 0 || coverage.gaps.length > 0) {
    const reasons = coverage.gaps.slice(0, 3).map((gap) => {
      return `${gap.type} in ${gap.region || 'all regions'} ${gap.status === 'listed' ? 'without tags' : gap.status}`;
    });
    lines.push(
      `Unknown: the tags of ${countOf(coverage.unknown, 'resource')}, and what else is in ${countOf(coverage.gaps.length, 'place')} that could not be listed in full (${reasons.join('; ') || 'none'}${coverage.gaps.length > 3 ? '; …' : ''}).`,
    );
  }
  if (previous) lines.push('', 'What got worse', ...listOf(worseThan(audit, previous)));
  const worst = worstResources(violations, change?.isNew);
  if (worst.length > 0)
    lines.push('', `The worst ${worst.length === 1 ? 'one' : worst.length}`, ...listOf(worst));
  const toDo = groupViolations(violations).map(({ key, problem, violations: many, toDo: what }) => {
    return `${key} ${problem}, ${formatCount(many)} times: ${what}`;
  });
  if (toDo.length > 0) lines.push('', 'What to do first', ...listOf(toDo));
  return { subject: subjectOf(audit, change?.appeared), text: `${lines.map(shorten).join('\n')}\n` };
}

function subjectOf({ total, violations }: Audit, appeared: number | undefined): string {
  const fresh = appeared === undefined ? '' : `, ${formatCount(appeared)} new`;
  return `Tags: ${share(total.percent)} compliant, ${countOf(violations.length, 'violation')}${fresh}`;
}

function worseThan({ scores }: Audit, previous: AuditDigest): string[] {
  const worse = Object.entries(names).flatMap(([kind, what]) => {
    const before = new Map(previous.scores[kind as keyof typeof names].map((score) => [score.name, score]));
    return scores[kind as keyof typeof names].flatMap((score) => {
      const more = violatingOf(score) - (before.get(score.name)?.violating ?? 0);
      return more > 0 ? [{ more, text: worseText(what, score, before.get(score.name), more) }] : [];
    });
  });
  if (worse.length === 0) return ['nothing'];
  return worse.sort((one, other) => other.more - one.more).map(({ text }) => text);
}

function worseText(what: string, score: Score, before: DigestScore | undefined, more: number): string {
  const change = before ? `${share(before.percent)} → ${share(score.percent)}` : share(score.percent);
  return `${what} ${score.name}: ${formatCount(more)} more that violate the policy (${change} compliant)`;
}

/** Resources with the most violations; of equal ones those with new violations first. */
function worstResources(
  violations: readonly Violation[],
  isNew: (violation: Violation) => boolean = () => false,
) {
  const byArn = Map.groupBy(violations, ({ arn }) => arn);
  const ranked = [...byArn.values()].map((own) => ({ own, fresh: own.filter(isNew).length }));
  ranked.sort((one, other) => other.own.length - one.own.length || other.fresh - one.fresh);
  return ranked.slice(0, MAX_SHOWN).map(({ own, fresh }) => {
    const [{ id, type, region, accountId, owner }] = own as [Violation];
    const what = own.map(({ message }) => message).join('; ');
    return `${id} (${type}, ${region}, ${accountId}${owner === null ? '' : `, ${owner}`})${fresh > 0 ? ', new' : ''}: ${what}`;
  });
}

function listOf(lines: readonly string[]): string[] {
  const shown = lines.slice(0, MAX_SHOWN).map((line) => `- ${line}`);
  return lines.length > MAX_SHOWN ? [...shown, `- and ${formatCount(lines.length - MAX_SHOWN)} more`] : shown;
}

function share(percent: number | null): string {
  return percent === null ? 'none' : `${percent}%`;
}

/** Tags may hold line breaks and direction marks: an EC2 tag, any character. */
function shorten(line: string): string {
  const plain = printable(line);
  return plain.length > MAX_LINE_LENGTH ? `${plain.slice(0, MAX_LINE_LENGTH - 1).toWellFormed()}…` : plain;
}
