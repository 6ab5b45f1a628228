import { checkStockFile } from '@groundcrew/inventory/check';
import { sleep } from '@groundcrew/async';
import { expect, test } from 'vitest';
import { createTexts } from '../texts.ts';
import { questionForms } from './question-forms.ts';
import type { UploadJob } from './upload-jobs.ts';

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

test('a column is chosen by its name, also with characters in it that cannot be seen', async () => {
  const check = (column: readonly string[]) =>
    checkStockFile(
      {
        open: async () => bytesOf('store,item,On hand,Avail\u200bable\nBerlin,Mug,5,4\n'),
        settings: { columns: Object.fromEntries(column.map((each) => each.split('=') as [string, string])) },
        duplicates: undefined,
      },
      { now: () => 0, sleep, signal: new AbortController().signal },
    );
  const { questions } = await check([]);
  const page = questionForms(createTexts('en'), { id: 'a' } as UploadJob, questions).text;
  const names = Array.from(page.matchAll(/name="column:count" value="([^"]*)"/g), ([, name]) => name!);
  expect(names).toEqual(['On hand', 'Available']);

  const answered = await check([`count=${names[1]!}`]);
  expect(answered.questions).toEqual([]);
  expect(answered.rows).toMatchObject([{ item: 'Mug', count: 4 }]);
});
