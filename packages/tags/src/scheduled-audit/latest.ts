import type { AuditDigest } from '../audit/index.ts';

/** What is stored of the latest audit. */
export interface LatestAudit {
  /** What the schedule called its run. */
  readonly run: string | undefined;
  readonly digest: AuditDigest;
}

const FORMAT = 'groundcrew-latest-tag-audit/1';

/** As JSON. */
export function writeLatest({ run, digest }: LatestAudit): string {
  return `${JSON.stringify({ format: FORMAT, run, digest })}\n`;
}

/** The inverse; `undefined` for anything else: then there is nothing to compare with, and the audit continues. */
export function readLatest(text: string | undefined): LatestAudit | undefined {
  if (text === undefined) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const stored = value as { format?: unknown; run?: unknown; digest?: AuditDigest } | null;
  if (stored?.format !== FORMAT || stored.digest?.format !== 'groundcrew-audit-digest/1') return undefined;
  return { run: typeof stored.run === 'string' ? stored.run : undefined, digest: stored.digest };
}
