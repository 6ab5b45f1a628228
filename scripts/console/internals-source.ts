import { type InternalsFunction, type InternalsSource, internalsFaults } from '@groundcrew/console';
import type { FunctionManifest, StackManifest } from '@groundcrew/lambda';
import { checkFaults, type LocalAws, type LocalEvent } from '@groundcrew/local';

/** Lines of one function that are kept. */
const MAX_LINES = 200;

interface Counts {
  running: number;
  finished: number;
  failed: number;
  lastMs: number | undefined;
  lines: { readonly atMs: number; readonly text: string }[];
}

/** Collects what happens in the embedded AWS, for the page under the hood. */
export function createInternals(now: () => number): {
  onEvent(event: LocalEvent): void;
  of(local: LocalAws, stack: StackManifest): InternalsSource;
} {
  const counts = new Map<string, Counts>();
  const countsOf = (name: string): Counts => {
    const known = counts.get(name) ?? { running: 0, finished: 0, failed: 0, lastMs: undefined, lines: [] };
    counts.set(name, known);
    return known;
  };
  return {
    onEvent(event) {
      if (event.type === 'invoked') countsOf(event.function).running += 1;
      if (event.type === 'log') {
        const { lines } = countsOf(event.function);
        lines.push({ atMs: now(), text: event.line });
        if (lines.length > MAX_LINES) lines.shift();
      }
      if (event.type !== 'finished' && event.type !== 'failed') return;
      const found = countsOf(event.function);
      found.running = Math.max(0, found.running - 1);
      found.lastMs = event.durationMs;
      if (event.type === 'finished') found.finished += 1;
      else found.failed += 1;
    },
    of(local, { functions, queues, topics }) {
      let faults: Readonly<Record<string, number>> = {};
      return {
        functions: () => functions.map(({ name }): InternalsFunction => ({ name, ...countsOf(name) })),
        queues: () =>
          queues.map(({ id }) => ({
            name: lastPart(local.resources.queueUrl(id), '/'),
            messages: local.messages(id).length,
          })),
        failureBuckets: () =>
          failureBucketsOf(functions).map((id) => ({
            name: local.resources.bucketName(id),
            objects: local.objectKeys(id).length,
          })),
        topics: () =>
          topics.map(({ id }) => ({
            name: lastPart(local.resources.topicArn(id), ':'),
            published: local.published(id).length,
          })),
        streamAgeMs: local.streamAgeMs,
        faults: {
          get: () => faults,
          set(rates) {
            faults = rates;
            const isOn = internalsFaults.some((name) => (rates[name] ?? 0) > 0);
            // The console's own calls stay as they are.
            local.setFaults(isOn ? checkFaults({ ...rates, functionsOnly: 1 }) : undefined);
          },
        },
      };
    },
  };
}

function lastPart(text: string, separator: string): string {
  return text.slice(text.lastIndexOf(separator) + 1);
}

/** Where Lambda stores what failed of streams. */
function failureBucketsOf(functions: readonly FunctionManifest[]): string[] {
  return functions.flatMap(({ trigger }) =>
    trigger.type === 'dynamodb-stream' && 'bucket' in trigger.onFailure ? [trigger.onFailure.bucket] : [],
  );
}
