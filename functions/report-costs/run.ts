import type { ScheduledReportSettings } from '@groundcrew/cost/scheduled-report';

/**
 * Which report an event asks for: that of the schedule that sent it; invoked directly, `{ "report": "monthly" }`, or
 * the daily one. The time for which a schedule fired is the same where it fires twice.
 */
export function runOf(event: unknown): Pick<ScheduledReportSettings, 'kind' | 'run'> {
  const { source, time, resources, report } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (source !== 'aws.scheduler') return { kind: report === 'monthly' ? 'monthly' : 'daily' };
  const names: readonly unknown[] = Array.isArray(resources) ? resources : [];
  const isMonthly = names.some((name) => typeof name === 'string' && name.endsWith('-monthly'));
  return { kind: isMonthly ? 'monthly' : 'daily', ...(typeof time === 'string' && { run: time }) };
}
