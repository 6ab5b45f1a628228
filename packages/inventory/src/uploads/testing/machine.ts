import type { VirtualTime } from './virtual-time.ts';

/** The environment of one attempt of the function. Once killed, it stops: nothing it awaits ever resolves. */
export interface Machine {
  readonly name: string;
  /** Its own clock, which is slightly wrong. */
  readonly now: () => number;
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A call over the network: `effect` runs there, its response arrives later; both take time. */
  call<Answer>(effect: () => Answer, latencyMs?: number): Promise<Answer>;
  kill(): void;
}

export interface MachineOptions {
  readonly name: string;
  readonly time: VirtualTime;
  readonly random: () => number;
  readonly skewMs: number;
  /** Default of the maximum latency of a call, each way. */
  readonly latencyMs: number;
}

export function createMachine({ name, time, random, skewMs, latencyMs: usualMs }: MachineOptions): Machine {
  let isAlive = true;
  const now = (): number => time.now() + skewMs;
  return {
    name,
    now,
    kill() {
      isAlive = false;
    },
    sleep: (ms, signal) =>
      new Promise((resolve, reject) => {
        const stop = (): void => {
          if (isAlive) reject(signal?.reason as Error);
        };
        if (signal?.aborted) return stop();
        signal?.addEventListener('abort', stop, { once: true });
        time.after(ms, () => {
          signal?.removeEventListener('abort', stop);
          if (isAlive) resolve();
        });
      }),
    call: (effect, latencyMs = usualMs) =>
      new Promise((resolve, reject) => {
        if (!isAlive) return;
        // A request that is in flight when the machine dies may still arrive.
        const arrivesAnyway = random() < 0.5;
        time.after(random() * latencyMs, () => {
          if (!isAlive && !arrivesAnyway) return;
          let answer: () => void;
          try {
            const value = effect();
            answer = () => resolve(value);
          } catch (error) {
            answer = () => reject(error as Error);
          }
          time.after(random() * latencyMs, () => {
            if (isAlive) answer();
          });
        });
      }),
  };
}
