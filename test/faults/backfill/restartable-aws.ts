import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type FaultOptions,
  type LocalAws,
  type LocalOptions,
  type PublishedMessage,
  startLocal,
} from '@groundcrew/local';
import { createSkippingClock, type SkippingClock } from './skipping-clock.ts';

/** An embedded AWS that does not wait where nothing else happens, and that can end at any instant and start again where it was. */
export interface RestartableAws {
  /** The one that runs. */
  local(): LocalAws;
  setFaults(faults: FaultOptions): void;
  /** Ends it, with all functions and the interpreter of state machines, and starts it again from what it has stored. */
  restart(): Promise<void>;
  /** The messages of a topic since the first start. */
  published(topic: string): readonly PublishedMessage[];
  close(): Promise<void>;
}

const LOOK_MS = 20;

/** @param isPersistent whether it can be restarted: then its state is in a folder, which takes more time */
export async function startRestartableAws(
  options: Omit<LocalOptions, 'clock' | 'dataDir' | 'port'>,
  isPersistent: boolean,
): Promise<RestartableAws> {
  const folder = isPersistent ? await mkdtemp(join(tmpdir(), 'groundcrew-faults-')) : undefined;
  const former: { readonly topic: string; readonly messages: readonly PublishedMessage[] }[] = [];
  let faults: FaultOptions | undefined;
  let running = await start(0, 0);

  async function start(port: number, skippedMs: number) {
    const clock = createSkippingClock({ skippedMs });
    const local = await startLocal({
      ...options,
      clock,
      port,
      ...(folder !== undefined && { dataDir: folder }),
      ...(faults && { faults }),
    });
    const ended = new AbortController();
    return { clock, local, ended, skipping: skipPauses(local, clock, ended.signal) };
  }

  async function end(): Promise<void> {
    const { clock, local, ended, skipping } = running;
    // What was to happen later does not happen.
    clock.stop();
    ended.abort();
    await skipping;
    await local.close();
  }

  return {
    local: () => running.local,
    setFaults(next) {
      faults = next;
      running.local.setFaults(next);
    },
    async restart() {
      const { local } = running;
      const port = Number(new URL(local.endpoint).port);
      await end();
      // Functions publish until it has ended.
      for (const { id: topic } of options.stack?.topics ?? [])
        former.push({ topic, messages: local.published(topic) });
      running = await start(port, running.clock.skippedMs());
    },
    published: (topic) => [
      ...former.flatMap((each) => (each.topic === topic ? each.messages : [])),
      ...running.local.published(topic),
    ],
    async close() {
      await end();
      if (folder !== undefined) await rm(folder, { recursive: true });
    },
  };
}

/** Moves the clock on where everything only waits for it: what functions do takes the time that it takes. */
async function skipPauses(local: LocalAws, clock: SkippingClock, signal: AbortSignal): Promise<void> {
  const isIdle = (ignoreWaiting: boolean): Promise<boolean> =>
    local.idle({ ignoreWaiting, timeoutMs: 0 }).then(
      () => true,
      () => false,
    );
  while (!signal.aborted) {
    if ((await isIdle(true)) && !(await isIdle(false))) clock.skip();
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
