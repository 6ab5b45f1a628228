import type { AuditDigest } from '../audit/index.ts';

/** What is kept of the latest audit. */
export interface LatestAudit {
  /** What the schedule called its run. */
  readonly run: string | undefined;
  readonly digest: AuditDigest;
}

const format = 'groundcrew-latest-tag-audit/1';

/** As JSON. */
export function writeLatest({ run, digest }: LatestAudit): string {
  return `${JSON.stringify({ format, run, digest })}\n`;
}

/** The inverse; `undefined` for anything else: then there is nothing to compare with, and the audit goes on. */
export function readLatest(text: string | undefined): LatestAudit | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const kept = value as { format?: unknown; run?: unknown; digest?: AuditDigest } | null;
  if (kept?.format !== format || kept.digest?.format !== 'groundcrew-audit-digest/1') return undefined;
  return { run: typeof kept.run === 'string' ? kept.run : undefined, digest: kept.digest };
}
