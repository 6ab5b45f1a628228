import { openExports } from '@groundcrew/cost/exports';
import { reportMeasurement } from './measurement.ts';
import { questionOf } from './questions.ts';

// A process of its own: opens the export as it was delivered, and asks, as `groundcrew cost report` does.

const [name, folder = ''] = process.argv.slice(2);
const { query } = questionOf(name);
await reportMeasurement(
  async () => {
    const source = await openExports({ paths: [folder] });
    const { lines } = await source.query(query);
    await source.close();
    return lines;
  },
  (lines) => lines.map(({ day, keys, cost }) => [JSON.stringify([day, ...keys]), cost]),
);
