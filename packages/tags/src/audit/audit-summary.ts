import { countOf, formatCount, printable } from '@groundcrew/report';
import type { Language } from '@groundcrew/report/languages';
import { tagMailText, type TagMailTextKey } from '@groundcrew/report/mail-texts';
import type { Audit, Score, Violation } from './audit.ts';
import { type AuditDigest, changeSince, type DigestScore } from './audit-digest.ts';
import { groupViolations } from './group-violations.ts';
import { violatingOf } from './tally.ts';

/** Entries of each list: a summary is read on a phone. */
const MAX_SHOWN = 10;
/** What could not be listed in full. */
const MAX_GAPS = 3;
/** The maximum number of characters of one line: anyone can choose the values and names in it. */
const MAX_LINE_LENGTH = 300;

export interface AuditSummary {
  /** One line of less than 100 characters, as SNS requires. */
  readonly subject: string;
  /** Up to a few kilobytes. */
  readonly text: string;
}

/** The language of a message, and what translates the sentences of an audit into it. */
export interface MailWords {
  readonly language: Language;
  translate(text: string): string;
}

const english: MailWords = { language: 'en', translate: (text) => text };

const kinds = {
  byKey: 'key',
  byAccount: 'account',
  byType: 'type',
  byRegion: 'region',
  byOwner: 'owner',
} as const satisfies Record<keyof Audit['scores'], TagMailTextKey>;

interface Words {
  text(key: TagMailTextKey, values?: Readonly<Record<string, string>>): string;
  readonly translate: MailWords['translate'];
}

/**
 * An audit as a message: the state, what got worse since `previous`, the worst ten, what to do.
 *
 * @param mail default: English
 */
export function auditSummary(
  audit: Audit,
  previous?: AuditDigest,
  { language, translate }: MailWords = english,
): AuditSummary {
  const { violations } = audit;
  const words: Words = { text: (key, values) => tagMailText(key, language, values), translate };
  const { text } = words;
  const change = previous && changeSince(audit, previous);
  const lines = [
    text('collected', { time: audit.takenAt, policy: audit.policy.file }),
    '',
    ...stateLines(audit, previous, words),
  ];
  if (change && previous) {
    const values = {
      time: previous.takenAt,
      appeared: formatCount(change.appeared),
      gone: formatCount(change.disappeared),
    };
    lines.push(text(change.isPartial ? 'sinceAtLeast' : 'since', values));
  }
  lines.push(...unlistedLines(audit, words));
  if (previous) lines.push('', text('worse'), ...listOf(worseThan(audit, previous, words), words));
  const worst = worstResources(violations, words, change?.isNew);
  if (worst.length > 0)
    lines.push(
      '',
      worst.length === 1 ? text('worstOne') : text('worst', { n: `${worst.length}` }),
      ...listOf(worst, words),
    );
  const toDo = groupViolations(violations).map(({ key, problem, violations: many, toDo: what }) =>
    text('toDoEntry', {
      key: nameIn(key, translate),
      problem: translate(problem),
      n: formatCount(many),
      what: translate(what),
    }),
  );
  if (toDo.length > 0) lines.push('', text('toDo'), ...listOf(toDo, words));
  return { subject: subjectOf(audit, change?.appeared, words), text: `${lines.map(shorten).join('\n')}\n` };
}

/** How many resources comply, and what the others violate. */
function stateLines(
  { total, violations }: Audit,
  previous: AuditDigest | undefined,
  { text, translate }: Words,
): string[] {
  const share = shareIn(text);
  const found = {
    violations: translate(countOf(violations.length, 'violation')),
    resources: translate(countOf(violatingOf(total), 'resource')),
  };
  if (previous === undefined)
    return [text('comply', { share: share(total.percent) }), text('violations', found)];
  return [
    text('complyBefore', { share: share(total.percent), before: share(previous.percent) }),
    text('violationsBefore', {
      ...found,
      before: formatCount(previous.violations),
      violating: formatCount(previous.violating),
    }),
  ];
}

function unlistedLines({ coverage }: Audit, { text, translate }: Words): string[] {
  const { gaps, unknown } = coverage;
  if (unknown === 0 && gaps.length === 0) return [];
  const reasons = gaps.slice(0, MAX_GAPS).map(({ type, region, status }) =>
    text('gap', {
      type,
      region: region || text('allRegions'),
      status: status === 'listed' ? text('withoutTags') : translate(status),
    }),
  );
  return [
    text('unlisted', {
      resources: translate(countOf(unknown, 'resource')),
      places: translate(countOf(gaps.length, 'place')),
      reasons: `${reasons.join('; ') || text('none')}${gaps.length > MAX_GAPS ? '; …' : ''}`,
    }),
  ];
}

function subjectOf(
  { total, violations }: Audit,
  appeared: number | undefined,
  { text, translate }: Words,
): string {
  const values = {
    share: shareIn(text)(total.percent),
    violations: translate(countOf(violations.length, 'violation')),
  };
  return appeared === undefined
    ? text('subject', values)
    : text('subjectNew', { ...values, fresh: formatCount(appeared) });
}

function worseThan({ scores }: Audit, previous: AuditDigest, { text, translate }: Words): string[] {
  const worse = Object.entries(kinds).flatMap(([list, kind]) => {
    const before = new Map(previous.scores[list as keyof typeof kinds].map((score) => [score.name, score]));
    return scores[list as keyof typeof kinds].flatMap((score) => {
      const more = violatingOf(score) - (before.get(score.name)?.violating ?? 0);
      const entry = {
        what: text(kind, { name: nameIn(score.name, translate) }),
        more: formatCount(more),
        change: changeText(score, before.get(score.name), text),
      };
      return more > 0 ? [{ more, line: text('worseEntry', entry) }] : [];
    });
  });
  if (worse.length === 0) return [text('nothingWorse')];
  return worse.sort((one, other) => other.more - one.more).map(({ line }) => line);
}

/** `(none)` is translated, unlike a key or an owner. */
function nameIn(name: string, translate: Words['translate']): string {
  return name.startsWith('(') ? translate(name) : name;
}

function changeText(score: Score, before: DigestScore | undefined, text: Words['text']): string {
  const share = shareIn(text);
  return before ? `${share(before.percent)} → ${share(score.percent)}` : share(score.percent);
}

/** Resources with the most violations; of equal ones those with new violations first. */
function worstResources(
  violations: readonly Violation[],
  { text, translate }: Words,
  isNew: (violation: Violation) => boolean = () => false,
) {
  const byArn = Map.groupBy(violations, ({ arn }) => arn);
  const ranked = [...byArn.values()].map((own) => ({ own, fresh: own.filter(isNew).length }));
  ranked.sort((one, other) => other.own.length - one.own.length || other.fresh - one.fresh);
  return ranked.slice(0, MAX_SHOWN).map(({ own, fresh }) => {
    const [{ id, type, region, accountId, owner }] = own as [Violation];
    const what = own.map(({ message }) => translate(message)).join('; ');
    return `${id} (${type}, ${region}, ${accountId}${owner === null ? '' : `, ${owner}`})${fresh > 0 ? text('fresh') : ''}: ${what}`;
  });
}

function listOf(lines: readonly string[], { text }: Words): string[] {
  const shown = lines.slice(0, MAX_SHOWN).map((line) => `- ${line}`);
  return lines.length > MAX_SHOWN
    ? [...shown, text('more', { n: formatCount(lines.length - MAX_SHOWN) })]
    : shown;
}

function shareIn(text: Words['text']): (percent: number | null) => string {
  return (percent) => (percent === null ? text('none') : `${percent}%`);
}

/** Tags may hold line breaks and direction marks: an EC2 tag, any character. */
function shorten(line: string): string {
  const plain = printable(line);
  return plain.length > MAX_LINE_LENGTH ? `${plain.slice(0, MAX_LINE_LENGTH - 1).toWellFormed()}…` : plain;
}
