import type { EC2Client } from '@aws-sdk/client-ec2';
import { peakRssMib } from '../peak-rss.mjs';

/** Answers of EC2, counted where they arrive: retries of whoever makes them are among them. */
export interface CallCount {
  calls: number;
  throttles: number;
}

export function countCalls(client: EC2Client, count: CallCount): void {
  client.middlewareStack.add(
    (next) => async (args) => {
      const result = await next(args);
      const { statusCode } = result.response as { statusCode: number };
      count.calls += 1;
      // The embedded AWS answers so to nothing else in this account.
      if (statusCode === 503) count.throttles += 1;
      return result;
    },
    { step: 'deserialize', priority: 'low', name: 'countCalls' },
  );
}

/** What one contender prints on its standard output. */
export interface Measurement extends CallCount {
  /** Instances; of a contender that only receives them, pages. */
  readonly count: number;
  readonly seconds: number;
  readonly processorSeconds: number;
  readonly peakRssMib: number;
}

/** Runs a listing, and prints what it took; the peak is that of the process. */
export async function reportMeasurement(count: CallCount, list: () => Promise<number>): Promise<void> {
  const begin = performance.now();
  const used = process.cpuUsage();
  const listed = await list();
  const { user, system } = process.cpuUsage(used);
  const measurement: Measurement = {
    ...count,
    count: listed,
    seconds: (performance.now() - begin) / 1_000,
    processorSeconds: (user + system) / 1e6,
    peakRssMib: peakRssMib(),
  };
  process.stdout.write(`${JSON.stringify(measurement)}\n`);
}
