import { openExports } from '@groundcrew/cost/exports';
import { questionOf } from './questions.ts';
import { tell } from './told.ts';

// A process of its own: opens the export as it was delivered, and asks, as `groundcrew cost report` does.

const [name, folder = ''] = process.argv.slice(2);
const { query } = questionOf(name);
await tell(
  async () => {
    const source = await openExports({ paths: [folder] });
    const { lines } = await source.query(query);
    await source.close();
    return lines;
  },
  (lines) => lines.map(({ day, keys, cost }) => [JSON.stringify([day, ...keys]), cost]),
);
