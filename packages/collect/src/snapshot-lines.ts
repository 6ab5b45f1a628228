import { type Resource, resourceLine, SNAPSHOT_FORMAT, snapshotText } from '@groundcrew/account';
import type { Collection } from './collect-account.ts';

/** Resources of a collection as lines of a snapshot: a fraction of the memory of the resources themselves. */
export interface SnapshotLines {
  readonly add: (resources: readonly Resource[]) => void;
  /** Resources; after {@link text} those that are in it, each once. */
  readonly count: () => number;
  /** The snapshot, in pieces. @param types those that were asked for, as globs */
  text(collection: Collection, types?: readonly string[]): Generator<string, void, undefined>;
}

interface Line {
  /** Account, region, type and ARN, in this order. */
  readonly place: string;
  readonly text: string;
}

export function createSnapshotLines(): SnapshotLines {
  let lines: Line[] = [];
  return {
    add(resources) {
      for (const resource of resources) {
        const { accountId, region, type, arn } = resource;
        // A separator that sorts before all that is in them.
        lines.push({ place: `${accountId}\0${region}\0${type}\0${arn}`, text: resourceLine(resource) });
      }
    },
    count: () => lines.length,
    *text({ takenAt, accounts, coverage }, types) {
      lines.sort(({ place: one }, { place: other }) => (one < other ? -1 : one > other ? 1 : 0));
      // A list that changes while it is read may have something twice.
      lines = lines.filter(({ place }, index) => place !== lines[index - 1]?.place);
      const header = {
        format: SNAPSHOT_FORMAT,
        takenAt,
        accounts,
        ...(types && { types }),
        resources: lines.length,
        coverage,
      } as const;
      yield* snapshotText(
        header,
        lines.map(({ text }) => text),
      );
    },
  };
}
