import { subscribe } from 'node:diagnostics_channel';
import { peakRssMib } from '../peak-rss.mjs';

/** What one contender prints on its standard output. */
export interface Measurement {
  /** Requests that went out: retries, and calls that only read, are among them. */
  readonly calls: number;
  /** Resources it was about. */
  readonly resources: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakRssMib: number;
  /** Calls that changed something. */
  readonly changing: number;
}

/** Runs a contender, and prints what it took; the peak is that of the process. */
export async function reportMeasurement(
  work: () => Promise<{ readonly resources: number; readonly changing?: number }>,
): Promise<void> {
  let calls = 0;
  subscribe('http.client.request.start', () => {
    calls += 1;
  });
  const begin = performance.now();
  const used = process.cpuUsage();
  const { resources, changing = 0 } = await work();
  const { user, system } = process.cpuUsage(used);
  const measurement: Measurement = {
    calls,
    resources,
    changing,
    seconds: (performance.now() - begin) / 1_000,
    processorSeconds: (user + system) / 1e6,
    peakRssMib: peakRssMib(),
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}
