import type { LoadSummary } from '@groundcrew/inventory/load';
import type { LocalEvent } from '@groundcrew/local';
import { liveLines, loadSummaries } from '../local/live-line.ts';

/** Events of the embedded AWS, collected for the demo's report. */
export interface DemoEventLog {
  onEvent(event: LocalEvent): void;
  loads(): readonly LoadSummary[];
  alerts(): readonly { readonly subject: string; readonly message: string }[];
  /** Descriptions of permanent failures. */
  failures(): readonly string[];
}

export function createDemoEventLog(): DemoEventLog {
  const loads: LoadSummary[] = [];
  const alerts: { subject: string; message: string }[] = [];
  const failures: string[] = [];
  return {
    onEvent(event) {
      loads.push(...loadSummaries(event));
      if (event.type === 'published') alerts.push({ subject: event.subject ?? '', message: event.message });
      if (event.type === 'discarded' || event.type === 'bug') failures.push(...liveLines(event));
    },
    loads: () => loads,
    alerts: () => alerts,
    failures: () => failures,
  };
}
