import type { ScheduledReportSettings } from '@groundcrew/cost/scheduled-report';

/**
 * The report of an event: that of the schedule that sent it; invoked directly, the one of `{ "report": "monthly" }`, by
 * default the daily one. The scheduled time is the same if the schedule fires twice.
 */
export function runOf(event: unknown): Pick<ScheduledReportSettings, 'kind' | 'run'> {
  const { source, time, resources, report } = (event ?? {}) as Readonly<Record<string, unknown>>;
  if (source !== 'aws.scheduler') return { kind: report === 'monthly' ? 'monthly' : 'daily' };
  const names: readonly unknown[] = Array.isArray(resources) ? resources : [];
  const isMonthly = names.some((name) => typeof name === 'string' && name.endsWith('-monthly'));
  return { kind: isMonthly ? 'monthly' : 'daily', ...(typeof time === 'string' && { run: time }) };
}
