import { readRejects } from '@groundcrew/inventory/stock-file';
import { expect, test } from 'vitest';
import { repairBody } from './rejects-page.ts';
import { cellName, repairedFile } from './rejects-store.ts';
import { createTexts } from '../texts.ts';

async function* bytesOf(text: string | Uint8Array) {
  yield Buffer.from(text);
}

/** What a browser sends of the page's fields. */
function fieldsOf(page: string): Map<string, string> {
  const texts: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return new Map(
    Array.from(page.matchAll(/<input name="([^"]*)" value="([^"]*)"/g), ([, name, value]) => [
      name!,
      value!.replace(/&(\w+|#39);/g, (_, entity: string) => texts[entity]!),
    ]),
  );
}

const hidden = 'Echo\tDot\n"\u3164<b>\u202e';

test('cells that nobody edited are sent as they are in the file, whatever the page shows in their place', async () => {
  const file = await readRejects(bytesOf(`store,item,count\nBerlin,"${hidden.replace('"', '""')}",x\n`), {});
  expect(file.rows[0]!.cells[1]).toBe(hidden);
  const page = repairBody(
    createTexts('en'),
    's3://b/x',
    { ...file, name: 'x', answers: {} },
    { allowChanges: true },
  );
  const edits = fieldsOf(page.text).set(cellName(0, 2), '7');
  expect(edits.get(cellName(0, 1))).not.toBe(hidden);

  const again = await readRejects(bytesOf(await repairedFile(file, edits)), {});
  expect(again.rows[0]!.cells.slice(0, 3)).toEqual(['Berlin', hidden, '7']);
});
