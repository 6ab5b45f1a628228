export {
  type AuditStore,
  runScheduledAudit,
  type ScheduledAudit,
  type ScheduledAuditDeps,
  type ScheduledAuditSettings,
} from './run-scheduled-audit.ts';
