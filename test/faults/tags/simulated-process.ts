import { appendFile, readFile, writeFile } from 'node:fs/promises';
import type { JournalStore } from '@groundcrew/plan';
import type { TagExecutorDeps } from '@groundcrew/tags/applying';
import type { Termination } from './scenario.ts';

/** The process is dead, or was interrupted. */
export class ProcessEnded extends Error {
  override readonly name = 'Died';
}

/** A process that ends at one of its steps, or survives. */
export interface SimulatedProcess {
  /** Aborted if it is interrupted. */
  readonly signal: AbortSignal;
  /** Whether it was killed or interrupted. */
  readonly isOver: boolean;
  /** A point at which it may be killed. @throws ProcessEnded, from then on at each step */
  readonly step: () => void;
  /** Like a step, but runs `half` if it is killed in the middle. */
  readonly tear: (half: () => Promise<void>) => Promise<void>;
}

export function createSimulatedProcess(death?: Termination): SimulatedProcess {
  const controller = new AbortController();
  let steps = 0;
  let isKilled = false;

  function isNow(): boolean {
    if (isKilled) throw new ProcessEnded('it is dead already');
    steps += 1;
    if (steps !== death?.atStep) return false;
    if (death.by === 'interrupt') controller.abort(new ProcessEnded('it was interrupted'));
    else isKilled = true;
    return isKilled;
  }

  return {
    signal: controller.signal,
    get isOver() {
      return isKilled || controller.signal.aborted;
    },
    step() {
      if (isNow()) throw new ProcessEnded(`it was killed at step ${steps}`);
    },
    async tear(half) {
      if (!isNow()) return;
      await half();
      throw new ProcessEnded(`it was killed amidst step ${steps}`);
    },
  };
}

/** A journal in a file, of a process that may be killed before, during and after each write. */
export function createCrashingStore(path: string, { step, tear }: SimulatedProcess): JournalStore {
  return {
    name: path,
    async open(mode) {
      if (mode === 'new') await writeFile(path, '', { flag: 'wx' });
      step();
    },
    read: () => readFile(path, 'utf8'),
    async append(text) {
      step();
      await tear(() => appendFile(path, text.slice(0, Math.floor(text.length * 0.6))));
      await appendFile(path, text);
      step();
    },
    close: async () => {},
  };
}

/** The calls of a process that may be killed before and after each. `change` makes a call that changes tags. */
export function crashingCalls(
  deps: TagExecutorDeps,
  { step }: SimulatedProcess,
  change: <Answer>(call: () => Promise<Answer>) => Promise<Answer>,
): TagExecutorDeps {
  async function write<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    step();
    const answer = await change(call);
    step();
    return answer;
  }

  async function* read<Page>(call: () => AsyncIterable<Page>): AsyncGenerator<Page, void> {
    step();
    yield* call();
    step();
  }

  return {
    ec2For(...place) {
      const ec2 = deps.ec2For(...place);
      return {
        describeTaggable: (...asked) => read(() => ec2.describeTaggable(...asked)),
        createTags: (...asked) => write(() => ec2.createTags(...asked)),
        deleteTags: (...asked) => write(() => ec2.deleteTags(...asked)),
      };
    },
    taggingFor(...place) {
      const tagging = deps.taggingFor(...place);
      return {
        getResources: (...asked) => read(() => tagging.getResources(...asked)),
        tagResources: (...asked) => write(() => tagging.tagResources(...asked)),
        untagResources: (...asked) => write(() => tagging.untagResources(...asked)),
      };
    },
    async nativeTags(...asked) {
      step();
      return deps.nativeTags(...asked);
    },
    async listedTags(...asked) {
      step();
      return deps.listedTags(...asked);
    },
  };
}
