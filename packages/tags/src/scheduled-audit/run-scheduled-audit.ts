import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { render } from '@groundcrew/report';
import { type Audit, auditReport, auditSummary, auditTags, digestOf } from '../audit/index.ts';
import type { TagSnapshot } from '../model.ts';
import type { TagPolicy } from '../policy/index.ts';
import { readLatest, writeLatest } from './latest.ts';

/** The bucket of audits. */
export interface AuditStore {
  /** `undefined`: there is none. */
  read(key: string): Promise<string | undefined>;
  write(key: string, contentType: string, chunks: AsyncIterable<string> | Iterable<string>): Promise<void>;
  /** Where people find it: `s3://bucket/key`. */
  addressOf(key: string): string;
}

export interface ScheduledAuditDeps {
  readonly readPolicy: () => Promise<TagPolicy>;
  readonly collect: () => Promise<TagSnapshot>;
  readonly store: AuditStore;
  /** Tells people. */
  readonly notify: (message: { readonly subject: string; readonly text: string }) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ScheduledAuditSettings {
  /** What the schedule calls this run; a run that comes a second time is not done again. Left out: it is done. */
  readonly run?: string;
  /** Decides what day it is: as the IANA database has it. */
  readonly timeZone: string;
}

/** What came of a run. */
export type ScheduledAudit =
  | { readonly status: 'done'; readonly audit: Audit; readonly reportKey: string; readonly dataKey: string }
  | { readonly status: 'repeated' }
  /** There is no valid policy: reported, because a retry would not help. */
  | { readonly status: 'no-policy'; readonly error: GroundcrewError };

const LATEST_KEY = 'audits/latest.json';

/** Errors of a policy that only a person can fix. */
const POLICY_ERROR_CODES = new Set([
  'tags.policy.missing',
  'tags.policy.invalid',
  'aws-s3.object.too-large',
  'aws-s3.object.not-utf-8',
]);

/**
 * Audits the tags, stores the report and publishes what got worse since the last time. What the next run compares
 * itself with is written last: a run that fails is none.
 *
 * @throws what the dependencies throw
 */
export async function runScheduledAudit(
  { run, timeZone }: ScheduledAuditSettings,
  { readPolicy, collect, store, notify, now }: ScheduledAuditDeps,
): Promise<ScheduledAudit> {
  const latest = readLatest(await store.read(LATEST_KEY));
  if (run !== undefined && latest?.run === run) return { status: 'repeated' };
  let policy: TagPolicy;
  try {
    policy = await readPolicy();
  } catch (error) {
    if (!isGroundcrewError(error) || !POLICY_ERROR_CODES.has(error.code)) throw error;
    await notify({
      subject: 'The tag audit could not run',
      text: `The tags were not audited: ${messageOf(error)}\n`,
    });
    return { status: 'no-policy', error };
  }
  const audit = auditTags(await collect(), policy, { nowMs: now() });
  const folder = `audits/${dayIn(timeZone, now())}`;
  const reportKey = `${folder}/report.html`;
  const dataKey = `${folder}/report.json`;
  const report = () => auditReport(audit);
  await store.write(reportKey, 'text/html; charset=utf-8', render(report(), 'html'));
  await store.write(dataKey, 'application/json', render(report(), 'json'));
  const { subject, text } = auditSummary(audit, latest?.digest);
  await notify({ subject, text: `${text.trimEnd()}\n\nThe whole report: ${store.addressOf(reportKey)}\n` });
  await store.write(LATEST_KEY, 'application/json', [writeLatest({ run, digest: digestOf(audit) })]);
  return { status: 'done', audit, reportKey, dataKey };
}

/**
 * `2026-11-23`
 *
 * @throws GroundcrewError `tags.audit.time-zone`
 */
export function dayIn(timeZone: string, nowMs: number): string {
  let format: Intl.DateTimeFormat;
  try {
    format = new Intl.DateTimeFormat('en-CA', {
      timeZone,
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    });
  } catch (cause) {
    throw new GroundcrewError(
      'tags.audit.time-zone',
      `the time zone "${timeZone}" is not known; write one as the IANA database has it, such as Asia/Seoul`,
      { cause },
    );
  }
  const parts = Object.fromEntries(format.formatToParts(nowMs).map(({ type, value }) => [type, value]));
  return `${parts.year}-${parts.month}-${parts.day}`;
}
