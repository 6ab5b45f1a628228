import { createHash } from 'node:crypto';
import type { Audit, Score, Violation } from './audit.ts';
import { violatingOf } from './tally.ts';

/** Violations that a digest names: 20,000 of them take 300 kB. */
const MAX_VIOLATIONS = 20_000;
/** Scores of each kind that a digest has. */
const MAX_SCORES = 200;

/** What is stored of an audit to find out the next time what got worse: plain JSON of up to about 400 kB. */
export interface AuditDigest {
  readonly format: 'groundcrew-audit-digest/1';
  /** Of the tags: ISO 8601, UTC. */
  readonly takenAt: string;
  readonly percent: number | null;
  readonly violating: number;
  readonly violations: number;
  readonly scores: { readonly [K in keyof Audit['scores']]: readonly DigestScore[] };
  /** Hashes of violations, sorted: the {@link MAX_VIOLATIONS} least ones. */
  readonly hashes: readonly string[];
}

export interface DigestScore {
  readonly name: string;
  readonly violating: number;
  readonly percent: number | null;
}

/** What to keep of `audit` until the next one. */
export function digestOf(audit: Audit): AuditDigest {
  const { byType, byRegion, byAccount, byOwner, byKey } = audit.scores;
  const shorten = (scores: readonly Score[]): DigestScore[] =>
    scores.slice(0, MAX_SCORES).map((score) => {
      return { name: score.name, violating: violatingOf(score), percent: score.percent };
    });
  return {
    format: 'groundcrew-audit-digest/1',
    takenAt: audit.takenAt,
    percent: audit.total.percent,
    violating: violatingOf(audit.total),
    violations: audit.violations.length,
    scores: {
      byType: shorten(byType),
      byRegion: shorten(byRegion),
      byAccount: shorten(byAccount),
      byOwner: shorten(byOwner),
      byKey: shorten(byKey),
    },
    hashes: audit.violations.map(hashOf).sort().slice(0, MAX_VIOLATIONS),
  };
}

/** What changed between two audits. */
export interface AuditChange {
  /** Violations that were not there before. */
  readonly isNew: (violation: Violation) => boolean;
  readonly appeared: number;
  readonly disappeared: number;
  /** Whether there may be more of both: a digest has a maximum of violations. */
  readonly isPartial: boolean;
}

/** Compares an audit with the digest of the one before. */
export function changeSince(audit: Audit, previous: AuditDigest): AuditChange {
  const before = new Set(previous.hashes);
  const hashes = new Map(audit.violations.map((violation) => [violation, hashOf(violation)]));
  const now = [...hashes.values()].sort();
  // Above the greatest hash of a full digest, its violations are unknown.
  const known = previous.hashes[MAX_VIOLATIONS - 1];
  const isKnown = (hash: string) => known === undefined || hash <= known;
  const present = new Set(now);
  return {
    isNew: (violation) => {
      const hash = hashes.get(violation) ?? hashOf(violation);
      return isKnown(hash) && !before.has(hash);
    },
    appeared: now.filter((hash) => isKnown(hash) && !before.has(hash)).length,
    disappeared: previous.hashes.filter((hash) => !present.has(hash)).length,
    isPartial: known !== undefined,
  };
}

/** Identifies a violation by its resource and key, so that it is not new if only its kind changes. */
function hashOf({ arn, key }: Violation): string {
  return createHash('sha256').update(`${arn}\n${key}`).digest('base64url').slice(0, 12);
}
