export type { Audit, ExemptionUse, Score, Violation } from './audit.ts';
export { type AuditOptions, auditTags } from './audit-tags.ts';
