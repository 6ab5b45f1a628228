import {
  answerLines,
  type Resource,
  resourceLine,
  SNAPSHOT_FORMAT,
  type SnapshotAnswer,
  snapshotText,
} from '@groundcrew/account';
import type { Collection } from './collect-account.ts';

/** Resources of a collection as lines of a snapshot: a fraction of the memory of the resources themselves. */
export interface SnapshotLines {
  readonly add: (resources: readonly Resource[]) => void;
  readonly addAnswer: (answer: SnapshotAnswer) => void;
  /** Resources; after {@link text} those that are in it, each once. */
  readonly count: () => number;
  /** The snapshot, in pieces. @param types those that were asked for, as globs */
  text(collection: Collection, types?: readonly string[]): Generator<string, void, undefined>;
}

/** One object for each of very many resources. */
interface Line extends Place {
  readonly arn: string;
}

export function createSnapshotLines(): SnapshotLines {
  const texts = createTextStore();
  /** By account, region and type, in this order. */
  const groups = new Map<string, Line[]>();
  const answers: Line[] = [];
  let hasAnswers = false;
  let count = 0;
  return {
    add(resources) {
      for (const resource of resources) {
        const { accountId, region, type, arn } = resource;
        // A separator that sorts before all that is in them.
        const key = `${accountId}\0${region}\0${type}`;
        let lines = groups.get(key);
        if (lines === undefined) groups.set(key, (lines = []));
        lines.push(texts.add(arn, resourceLine(resource)));
        count += 1;
      }
    },
    addAnswer(answer) {
      hasAnswers = true;
      for (const line of answerLines(answer)) answers.push(texts.add(answer.answer, line));
    },
    count: () => count,
    *text({ takenAt, accounts, coverage }, types) {
      const sorted = [...groups.keys()].sort(compare).map((key) => onceEach(groups.get(key)!));
      count = sorted.reduce((sum, lines) => sum + lines.length, 0);
      const header = {
        format: SNAPSHOT_FORMAT,
        takenAt,
        accounts,
        ...(types && { types }),
        resources: count,
        ...(hasAnswers && { answers: answers.length }),
        coverage,
      } as const;
      function* lines() {
        for (const group of sorted) for (const line of group) yield texts.read(line);
        for (const line of answers) yield texts.read(line);
      }
      yield* snapshotText(header, lines());
    },
  };
}

/** In the order of their ARNs. A list that changes while it is read may have something twice. */
function onceEach(lines: readonly Line[]): readonly Line[] {
  const sorted = lines.toSorted((one, other) => compare(one.arn, other.arn));
  return sorted.filter(({ arn }, index) => arn !== sorted[index - 1]?.arn);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** Where a text is in a store. */
interface Place {
  readonly block: number;
  readonly start: number;
  readonly end: number;
}

const BLOCK_BYTES = 2 ** 20;

/** Texts in UTF-8, in blocks outside of the heap: very many would be moved about by its collector, and count against it. */
function createTextStore(): { add(arn: string, text: string): Line; read(place: Place): string } {
  const blocks: Buffer[] = [];
  let used = 0;
  return {
    add(arn, text) {
      const bytes = Buffer.byteLength(text);
      let block = blocks.at(-1);
      if (block === undefined || block.byteLength - used < bytes) {
        block = Buffer.allocUnsafeSlow(Math.max(BLOCK_BYTES, bytes));
        blocks.push(block);
        used = 0;
      }
      const start = used;
      used += block.write(text, start);
      return { arn, block: blocks.length - 1, start, end: used };
    },
    read: ({ block, start, end }) => blocks[block]!.toString('utf8', start, end),
  };
}
