import { parseArgs } from 'node:util';
import { runCrash } from './crash.ts';

/* `npm run crashes -- --from 1 --count 1000`, or `--seed 4711`: see crash.ts. */

const { values } = parseArgs({
  options: {
    seed: { type: 'string' },
    from: { type: 'string', default: '1' },
    count: { type: 'string', default: '1000' },
  },
});

const first = Number(values.seed ?? values.from);
const last = values.seed === undefined ? first + Number(values.count) - 1 : first;
const totals = { acknowledged: 0, refused: 0, failed: 0 };
for (let seed = first; seed <= last; seed++) {
  const { acknowledged, refused, problems } = await runCrash(seed);
  totals.acknowledged += acknowledged;
  totals.refused += refused;
  if (problems.length > 0) totals.failed++;
  for (const problem of problems) process.stdout.write(`seed ${seed}: ${problem}\n`);
}
process.stdout.write(
  `${last - first + 1} seeds: ${totals.acknowledged} writes acknowledged, ${totals.refused} refused, ${totals.failed} seeds failed\n`,
);
process.exitCode = totals.failed > 0 ? 1 : 0;
