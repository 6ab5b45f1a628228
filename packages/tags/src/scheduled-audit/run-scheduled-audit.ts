import { withoutOptions } from '@groundcrew/aws/ec2/regions';
import { GroundcrewError, isGroundcrewError, messageOf } from '@groundcrew/errors';
import { type Report, render } from '@groundcrew/report';
import type { Language } from '@groundcrew/report/languages';
import { tagMailText } from '@groundcrew/report/mail-texts';
import {
  type Audit,
  auditReport,
  auditSummary,
  auditTags,
  digestOf,
  type MailWords,
} from '../audit/index.ts';
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
  /** Notifies people. */
  readonly notify: (message: { readonly subject: string; readonly text: string }) => Promise<void>;
  /** Milliseconds since 1970. */
  readonly now: () => number;
}

export interface ScheduledAuditSettings {
  /** What the schedule calls this run; a run that comes a second time is not done again. Left out: it is done. */
  readonly run?: string;
  /** Decides what day it is: as the IANA database has it. */
  readonly timeZone: string;
  /** Of the report and the message; default: English. */
  readonly language?: Language;
}

/** What came of a run. */
export type ScheduledAudit =
  | { readonly status: 'done'; readonly audit: Audit; readonly reportKey: string; readonly dataKey: string }
  | { readonly status: 'repeated' }
  /** There is no valid policy: reported, because a retry would not help. */
  | { readonly status: 'no-policy'; readonly error: GroundcrewError };

const LATEST_KEY = 'audits/latest.json';

/** Errors of a policy that only a person can fix. */
const policyErrorCodes = new Set([
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
  { run, timeZone, language = 'en' }: ScheduledAuditSettings,
  { readPolicy, collect, store, notify, now }: ScheduledAuditDeps,
): Promise<ScheduledAudit> {
  const latest = readLatest(await store.read(LATEST_KEY));
  if (run !== undefined && latest?.run === run) return { status: 'repeated' };
  let policy: TagPolicy;
  try {
    policy = await readPolicy();
  } catch (error) {
    if (!isGroundcrewError(error) || !policyErrorCodes.has(error.code)) throw error;
    await notify({
      subject: tagMailText('failedSubject', language),
      text: `${tagMailText('failed', language, { error: messageOf(error) })}\n`,
    });
    return { status: 'no-policy', error };
  }
  const audit = auditTags(readByFunction(await collect()), policy, { nowMs: now() });
  const folder = `audits/${dayIn(timeZone, now())}`;
  const reportKey = `${folder}/report.html`;
  const dataKey = `${folder}/report.json`;
  const { words, inLanguage } = await wordsOf(language);
  const report = () => inLanguage(auditReport(audit));
  await store.write(reportKey, 'text/html; charset=utf-8', render(report(), 'html'));
  await store.write(dataKey, 'application/json', render(report(), 'json'));
  const { subject, text } = auditSummary(audit, latest?.digest, words);
  const where = tagMailText('report', language, { address: store.addressOf(reportKey) });
  await notify({ subject, text: `${text.trimEnd()}\n\n${where}\n` });
  await store.write(LATEST_KEY, 'application/json', [writeLatest({ run, digest: digestOf(audit) })]);
  return { status: 'done', audit, reportKey, dataKey };
}

/** What could not be listed, without the options of commands. */
function readByFunction(snapshot: TagSnapshot): TagSnapshot {
  const coverage = snapshot.coverage.map((row) =>
    row.reason === undefined ? row : { ...row, reason: withoutOptions(row.reason) },
  );
  return { ...snapshot, coverage };
}

/** The catalog is loaded only where it is needed: in English, a cold start goes without it. */
async function wordsOf(
  language: Language,
): Promise<{ readonly words: MailWords | undefined; inLanguage(report: Report): Report }> {
  if (language === 'en') return { words: undefined, inLanguage: (report) => report };
  const { translateReport, translateText } = await import('@groundcrew/report/tag-messages');
  return {
    words: { language, translate: (text) => translateText(text, language, 'tags') },
    inLanguage: (report) => translateReport(report, language),
  };
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
