import { type Difference, diffSnapshots, gapsIn } from '@groundcrew/account';
import { defineCommand, exitCodes } from '@groundcrew/cli';
import { diffReport } from '@groundcrew/collect/diff-report';
import { languageOption } from '../language-option.ts';
import { openSnapshotFile } from './snapshot-file.ts';

/** At a terminal the summary should not scroll away. */
const TOP_ON_SCREEN = 20;

export const command = defineCommand({
  description:
    'Compares two snapshots of account collect: what is new, gone and changed, by type and one by one. What ' +
    'one of them does not cover is reported as unknown, with exit code 3.',
  arguments: [
    { name: 'before', description: 'the earlier snapshot' },
    { name: 'after', description: 'the later snapshot' },
  ],
  options: {
    top: {
      type: 'integer',
      value: 'N',
      minimum: 1,
      description: 'how many differences are shown; else 20 in a terminal, all elsewhere',
    },
    ...languageOption,
  },
  examples: [
    {
      command: 'groundcrew account diff monday.gz tuesday.gz',
      description: 'See what changed in a day',
    },
    {
      command: 'groundcrew account diff monday.gz tuesday.gz --output html > changes.html',
      description: 'Make a page of it',
    },
  ],
  async handler({ options, arguments: { before, after }, global, io, print }) {
    const [one, other] = [await openSnapshotFile(before), await openSnapshotFile(after)];
    const differences: Difference[] = [];
    const same = new Map<string, number>();
    const count = ({ type }: { readonly type: string }) => void same.set(type, (same.get(type) ?? 0) + 1);
    for await (const difference of diffSnapshots(one, other, count)) differences.push(difference);
    const isForScreen = global.output === 'table' && io.stdout.isTty;
    const top = options.top ?? (isForScreen ? TOP_ON_SCREEN : undefined);
    const gaps = {
      before: gapsIn(one.header.coverage).length,
      after: gapsIn(other.header.coverage).length,
    };
    const diff = { before: one.header.takenAt, after: other.header.takenAt, gaps, differences, same };
    await print(diffReport(diff, top));
    const isWhole =
      gaps.before === 0 && gaps.after === 0 && differences.every(({ kind }) => kind !== 'unknown');
    return isWhole ? exitCodes.done : exitCodes.partial;
  },
});
