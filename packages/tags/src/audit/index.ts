export type { Audit, ExemptionUse, Score, Violation } from './audit.ts';
export { type AuditDigest, type DigestScore, digestOf } from './audit-digest.ts';
export { type AuditReportOptions, auditReport } from './audit-report.ts';
export { type AuditSummary, auditSummary, type MailWords } from './audit-summary.ts';
export { type AuditOptions, auditTags } from './audit-tags.ts';
