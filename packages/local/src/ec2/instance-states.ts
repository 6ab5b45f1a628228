import type { InstanceChange, RegionInstances } from '../account/index.ts';

/** How long instances take, in milliseconds. */
export interface InstanceDelays {
  /** From `pending` to `running`; default: 20,000. */
  readonly startMs?: number;
  /** From `stopping` to `stopped`; default: 40,000. */
  readonly stopMs?: number;
}

const DEFAULT_START_MS = 20_000;
const DEFAULT_STOP_MS = 40_000;

/** What StartInstances or StopInstances did to an instance last. */
interface Made {
  readonly kind: 'start' | 'failed-start' | 'stop' | 'terminate';
  readonly atMs: number;
  /** When it was launched before, which is still returned of a stopped instance. */
  readonly launchTime: string;
}

/** The states of instances that were started or stopped, by the clock. */
export interface InstanceStates {
  /** The instances of a region as they are at a time. */
  at(instances: RegionInstances, nowMs: number): RegionInstances;
  /** Starts or stops an instance; `failed-start`: it is stopped again after its delay. One that was terminated stays so. */
  make(instances: RegionInstances, position: number, kind: Made['kind'], nowMs: number): void;
}

export function createInstanceStates({
  startMs = DEFAULT_START_MS,
  stopMs = DEFAULT_STOP_MS,
}: InstanceDelays = {}): InstanceStates {
  const made = new WeakMap<RegionInstances, Map<number, Made>>();

  const changeOf = (
    own: ReadonlyMap<number, Made>,
    position: number,
    nowMs: number,
  ): InstanceChange | undefined => {
    const last = own.get(position);
    if (!last) return undefined;
    const passedMs = nowMs - last.atMs;
    const at = new Date(last.atMs).toISOString();
    if (last.kind === 'terminate') {
      return {
        state: passedMs < stopMs ? 'shutting-down' : 'terminated',
        launchTime: last.launchTime,
        stopTime: at,
      };
    }
    if (last.kind === 'stop') {
      return { state: passedMs < stopMs ? 'stopping' : 'stopped', launchTime: last.launchTime, stopTime: at };
    }
    if (passedMs < startMs) return { state: 'pending', launchTime: at };
    return last.kind === 'start'
      ? { state: 'running', launchTime: at }
      : {
          state: 'stopped',
          launchTime: at,
          stopTime: new Date(last.atMs + startMs).toISOString(),
          hasFailed: true,
        };
  };

  return {
    at(instances, nowMs) {
      const own = made.get(instances);
      if (!own) return instances;
      return { ...instances, at: (position) => instances.at(position, changeOf(own, position, nowMs)) };
    },
    make(instances, position, kind, nowMs) {
      const own = made.get(instances) ?? new Map<number, Made>();
      made.set(instances, own);
      if (own.get(position)?.kind === 'terminate') return;
      const { launchTime } = instances.at(position, changeOf(own, position, nowMs));
      own.set(position, { kind, atMs: nowMs, launchTime });
    },
  };
}
