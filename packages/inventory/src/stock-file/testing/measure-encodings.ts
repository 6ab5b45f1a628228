import { type LabelledFile, labelledFiles } from './corpus.ts';
import { judge, type Verdict } from './measure-corpus.ts';

/*
 * Measures how well encodings are recognized, on files of a known encoding, and prints the table of docs/encodings.md:
 *
 *     node packages/inventory/src/stock-file/testing/measure-encodings.ts [--rows 3,30,300,3000] [--variants 3] [--all]
 *
 * `--all` prints every file that is not read right.
 */

const option = (name: string, value: string): string => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? value : process.argv[at + 1]!;
};
const numbers = (list: string): number[] => list.split(',').map(Number);
const rowCounts = numbers(option('rows', '3,10,30,300,3000'));
const variants = Number(option('variants', '3'));
const badBytes = numbers(option('bad', '0,1,3'));
const showsAll = process.argv.includes('--all');
const only = option('only', '');

type Tally = Record<Verdict, number>;
const tallies = new Map<string, Map<string, Tally>>();

function groupOf({ encoding, isListed }: LabelledFile): string {
  if (encoding.startsWith('utf-')) return 'UTF-8, UTF-16';
  return isListed ? encoding : 'encodings that are not read';
}

function count(group: string, column: string, verdict: Verdict): void {
  const columns = tallies.get(group) ?? new Map<string, Tally>();
  const tally = columns.get(column) ?? { right: 0, refused: 0, wrong: 0 };
  tally[verdict]++;
  columns.set(column, tally);
  tallies.set(group, columns);
}

const startedAt = performance.now();
let files = 0;
for (const file of labelledFiles({ rowCounts, variants, badBytes })) {
  if (only !== '' && !file.name.includes(only)) continue;
  const { verdict, why } = await judge(file);
  files++;
  if (verdict === 'wrong' || (showsAll && verdict === 'refused' && file.isListed))
    process.stderr.write(`${verdict}: ${file.name}: ${why}\n`);
  count(groupOf(file), /(\d+) rows/.exec(file.name)![1]!, verdict);
}

const columns = rowCounts.map(String);
process.stdout.write(
  `| ${['encoding', ...columns.map((rows) => `${rows} rows`), 'together'].join(' | ')} |\n`,
);
process.stdout.write(`|${' --- |'.repeat(columns.length + 2)}\n`);
const formatted = (tally: Tally | undefined): string =>
  tally === undefined ? '' : `${tally.right} / ${tally.refused} / ${tally.wrong}`;
const whole: Record<string, Tally> = {};
for (const [group, byColumn] of tallies) {
  const sum = { right: 0, refused: 0, wrong: 0 };
  for (const tally of byColumn.values())
    for (const verdict of ['right', 'refused', 'wrong'] as const) sum[verdict] += tally[verdict];
  process.stdout.write(
    `| ${[group, ...columns.map((column) => formatted(byColumn.get(column))), formatted(sum)].join(' | ')} |\n`,
  );
  const kind = group.startsWith('UTF') ? 'utf' : group.startsWith('encodings') ? 'not read' : 'others';
  const all = (whole[kind] ??= { right: 0, refused: 0, wrong: 0 });
  for (const verdict of ['right', 'refused', 'wrong'] as const) all[verdict] += sum[verdict];
}
for (const [kind, { right, refused, wrong }] of Object.entries(whole))
  process.stdout.write(
    `${kind}: ${right} right, ${refused} refused (${((100 * refused) / (right + refused + wrong)).toFixed(1)} %), ${wrong} wrong\n`,
  );
process.stdout.write(`${files} files in ${Math.round(performance.now() - startedAt)} ms\n`);
