import { journalExists, journalMissing } from '../errors.ts';
import type { JournalRecord } from '../journal-record.ts';
import type { JournalStore } from '../journal-store.ts';
import { readJournal } from '../read-journal.ts';

/** The process has ended: nothing it does has an effect. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

/** A disk with one file. */
export interface SimulatedDisk {
  text: string | undefined;
}

export interface SimulatedProcess {
  readonly pid: number;
  readonly isDead: boolean;
  /** The number of steps at which it could crash. */
  readonly steps: number;
  /** A moment at which it may crash. */
  step(what: string): Promise<void>;
  readonly store: JournalStore;
  /** The journal as it would be after a power failure now. */
  journal(): JournalRecord;
}

/**
 * @param crashAt the step, from 1, at which it crashes; a write of the journal has three: before, during and after it
 * @param pause lets other processes run
 */
export function createSimulatedProcess(
  pid: number,
  disk: SimulatedDisk,
  crashAt = Number.POSITIVE_INFINITY,
  pause: () => Promise<void> = async () => {},
): SimulatedProcess {
  const state = { isDead: false, steps: 0 };

  function tick(): boolean {
    if (state.isDead) throw new Crash();
    state.steps += 1;
    state.isDead = state.steps === crashAt;
    return state.isDead;
  }

  async function step(): Promise<void> {
    await pause();
    if (tick()) throw new Crash();
  }

  const store: JournalStore = {
    name: 'j.jsonl',
    async open(mode) {
      await step();
      if (mode === 'resume' && disk.text === undefined) throw journalMissing('j.jsonl');
      if (mode === 'new' && disk.text !== undefined) throw journalExists('j.jsonl');
      disk.text ??= '';
    },
    async read() {
      await step();
      return disk.text!;
    },
    async append(text) {
      await step();
      if (tick()) {
        disk.text += text.slice(0, Math.floor(text.length * 0.6));
        throw new Crash();
      }
      disk.text += text;
      await step();
    },
    async close() {},
  };

  return {
    pid,
    get isDead() {
      return state.isDead;
    },
    get steps() {
      return state.steps;
    },
    step,
    store,
    journal: () => readJournal(disk.text ?? ''),
  };
}
