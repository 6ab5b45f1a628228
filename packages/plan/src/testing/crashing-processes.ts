import { type ApplyResult, applyPlan } from '../apply-plan.ts';
import type { Executor } from '../executor.ts';
import { loadJournal, openJournal } from '../journal.ts';
import type { Plan } from '../plan.ts';
import { undoPlan } from '../undo-plan.ts';
import { createSimulatedProcess, type SimulatedDisk, type SimulatedProcess } from './simulated-process.ts';

type ApplyOptions = Parameters<typeof applyPlan>[1];

/** What processes have that apply plans one after another, each until it crashes. */
interface CrashingOptions {
  /** @param plan the one that is applied; none for an undo that is planned */
  readonly executorFor: (process: SimulatedProcess, plan?: Plan) => Executor;
  readonly policy: Pick<ApplyOptions, 'now' | 'random' | 'sleep'>;
  readonly concurrency: number;
  /** After a crash, before the next process. */
  readonly onCrash: () => void;
  /** Whatever was thrown, a crash too. */
  readonly onThrown?: (thrown: unknown) => void;
}

export function createCrashingProcesses(world: CrashingOptions) {
  const { executorFor, policy, concurrency, onCrash, onThrown } = world;
  let pid = 0;
  const isRunning = () => false;

  return {
    /** Applies, and resumes after each crash; returns the result of the process that completed, or why it refused. */
    async applyThrough(
      plan: Plan,
      disk: SimulatedDisk,
      crashes: readonly number[],
      options: Partial<ApplyOptions> = {},
    ): Promise<{ result?: ApplyResult; refused?: unknown; processes: number }> {
      let processes = 0;
      for (const crashAt of [...crashes, Number.POSITIVE_INFINITY]) {
        pid += 1;
        processes += 1;
        const process = createSimulatedProcess(pid, disk, crashAt);
        try {
          const journal = await openJournal(process.store, {
            plan,
            mode: disk.text === undefined ? 'new' : 'resume',
            now: policy.now,
            holder: { pid, host: 'h' },
            isRunning,
          });
          const executor = executorFor(process, plan);
          const result = await applyPlan(plan, { executor, journal, concurrency, ...policy, ...options });
          await journal.close();
          return { result, processes };
        } catch (thrown) {
          onThrown?.(thrown);
          if (!process.isDead) return { refused: thrown, processes };
        }
        onCrash();
      }
      throw new Error('the last process has crashed');
    },

    /** The undo plan of the journal of `disk`. */
    async planUndoOf(disk: SimulatedDisk): Promise<Plan> {
      const process = createSimulatedProcess(0, disk);
      const record = await loadJournal(process.store, { isRunning });
      return undoPlan(record, { executor: executorFor(process), ...policy });
    },
  };
}
