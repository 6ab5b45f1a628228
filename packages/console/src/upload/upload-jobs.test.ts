import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { LoadSummary } from '@groundcrew/inventory/load';
import type { ShelfTable } from '@groundcrew/inventory/full';
import { expect, onTestFinished, test, vi } from 'vitest';
import { createUploadJobs, fileName, type LoadFile, type UploadJob } from './upload-jobs.ts';

const summary = { status: 'loaded', rows: 1, written: 1, rejected: 0 } as LoadSummary;
const load = {
  options: {
    duplicates: { type: 'text', value: 'P', default: 'reject-conflicts', description: '' },
    counts: { type: 'text', value: 'P', description: '' },
    full: { type: 'flag', description: '' },
    confirmVanished: { type: 'flag', description: '' },
  },
  read: ({ duplicates, counts, full, confirmVanished }: Record<string, unknown>) => ({
    settings: { ...(counts !== undefined && { counts: counts as 'whole' }) },
    duplicates: duplicates as 'sum' | undefined,
    full:
      full === true
        ? { vanished: 'zero' as const, maxVanishedPercent: 20, isConfirmed: confirmVanished === true }
        : undefined,
  }),
} as const;

/** A store with ten shelves. */
const table: ShelfTable = {
  async *shelvesOf() {
    yield Array.from({ length: 10 }, (_, at) => ({ item: `x${at}`, isEmpty: false, attributesJson: '' }));
  },
};

async function* bytesOf(text: string) {
  yield Buffer.from(text);
}

function createJobs(loadFile: LoadFile = async () => summary) {
  let ids = 0;
  const jobs = createUploadJobs({
    load,
    table,
    loadFile,
    createId: () => `id${(ids += 1)}`,
    onChange: () => {},
    onLoaded: () => {},
    now: () => 0,
  });
  onTestFinished(() => jobs.close());
  return jobs;
}

const stepOf = (job: UploadJob | undefined) => job?.state.step;

test('a file is checked, stored when that is confirmed, and not twice', async () => {
  const loadFile = vi.fn<LoadFile>(async ({ open }) => {
    for await (const _ of open());
    return summary;
  });
  const jobs = createJobs(loadFile);
  const { id } = await jobs.add('a/b/stock.csv', bytesOf('store,item,count\nA,x,1\n'));
  expect(jobs.get(id)).toMatchObject({ name: 'stock.csv', sizeBytes: 23 });
  jobs.start(id);
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked', { timeout: 30_000 });
  expect(loadFile).not.toHaveBeenCalled();
  jobs.start(id);
  jobs.start(id);
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'loaded', { timeout: 30_000 });
  jobs.start(id);
  jobs.answer(id, {});
  expect(stepOf(jobs.get(id))).toBe('loaded');
  expect(loadFile).toHaveBeenCalledTimes(1);
  expect(loadFile.mock.calls[0]![1].duplicates).toBe('reject-conflicts');
});

test('an answer is checked again, and the check that it replaces changes nothing', async () => {
  const jobs = createJobs();
  const { id } = await jobs.add('s.csv', bytesOf('store,item,count\nA,x,1\nA,x,2\n'));
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked', { timeout: 30_000 });
  expect(jobs.get(id)?.state).toMatchObject({ check: { questions: [{ kind: 'duplicates' }] } });
  jobs.answer(id, { duplicates: 'last' });
  jobs.answer(id, { duplicates: 'sum' });
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked', { timeout: 30_000 });
  expect(jobs.get(id)).toMatchObject({
    answers: { duplicates: 'sum' },
    state: { check: { questions: [], summary: { written: 1 } } },
  });
});

test('a file that is refused is not loaded, and one that fails reports why', async () => {
  const loadFile = vi.fn<LoadFile>(async () => {
    throw new Error('the table is gone');
  });
  const jobs = createJobs(loadFile);
  const refused = await jobs.add('x.csv', bytesOf(''));
  await vi.waitUntil(() => stepOf(jobs.get(refused.id)) === 'checked', { timeout: 30_000 });
  jobs.start(refused.id);
  expect(loadFile).not.toHaveBeenCalled();
  const { id } = await jobs.add('y.csv', bytesOf('store,item,count\nA,x,1\n'));
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked', { timeout: 30_000 });
  jobs.start(id);
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'failed', { timeout: 30_000 });
  expect(jobs.get(id)?.state).toMatchObject({ during: 'load', message: 'the table is gone' });
});

test('a file that is being stored is not replaced by the same one, sent again meanwhile', async () => {
  let finish = () => {};
  const loadFile = vi.fn<LoadFile>(
    (_file, _settings, _onProgress, signal) =>
      new Promise((resolve, reject) => {
        finish = () => resolve(summary);
        signal.addEventListener('abort', () => reject(new Error('interrupted')));
      }),
  );
  const jobs = createJobs(loadFile);
  const text = 'store,item,count\nA,x,1\n';
  await jobs.add('x.csv', bytesOf(text), {}, 'repair');
  await vi.waitUntil(() => stepOf(jobs.get('repair')) === 'checked', { timeout: 30_000 });
  async function* slowly() {
    yield Buffer.from(text);
    jobs.start('repair');
  }
  await jobs.add('x.csv', slowly(), {}, 'repair');
  expect(stepOf(jobs.get('repair'))).toBe('loading');
  finish();
  await vi.waitUntil(() => stepOf(jobs.get('repair')) === 'loaded', { timeout: 30_000 });
});

test('files are in a folder that only their owner reads, and leave with their jobs', async () => {
  const jobs = createJobs();
  const { id } = await jobs.add('x.csv', bytesOf('store,item,count\nA,x,1\n'));
  const folderOf = async () =>
    (await readdir(tmpdir())).filter((name) => name.startsWith('groundcrew-console-'));
  expect(await folderOf()).toHaveLength(1);
  await jobs.remove(id);
  expect(jobs.get(id)).toBeUndefined();
  await jobs.close();
  expect(await folderOf()).toEqual([]);
});

test('the oldest files that are done make room for new ones', async () => {
  const jobs = createJobs();
  for (let count = 0; count < 52; count += 1) {
    const { id } = await jobs.add('x.csv', bytesOf('store,item,count\nA,x,1\n'));
    await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked', { timeout: 30_000, interval: 5 });
  }
  expect(jobs.list()).toHaveLength(50);
});

test.each([
  ['../../etc/passwd', 'passwd'],
  ['C:\\Users\\me\\재고.csv', '재고.csv'],
  ['', 'stock.csv'],
  ['..', 'stock.csv'],
  ['a\u0000b\n.csv', 'ab.csv'],
  [`${'x'.repeat(400)}.csv.gz`, `${'x'.repeat(113)}.csv.gz`],
])('of the name %j, %j is kept', (name, kept) => {
  expect(fileName(name)).toBe(kept);
});

test('of a full export it is seen what would vanish, and too much only once that is confirmed', async () => {
  const loadFile = vi.fn<LoadFile>(async () => summary);
  const jobs = createJobs(loadFile);
  const rows = Array.from({ length: 7 }, (_, at) => `A,x${at},1\n`).join('');
  const few = await jobs.add('few.csv', bytesOf(`store,item,count\n${rows}`), { full: true });
  const { id } = await jobs.add('most.csv', bytesOf('store,item,count\nA,x0,1\n'), { full: true });
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'checked' && stepOf(jobs.get(few.id)) === 'checked', {
    timeout: 30_000,
  });
  expect(jobs.get(few.id)?.state).toMatchObject({
    check: { vanishesTooMuch: false, summary: { full: { shelves: 3 } } },
  });
  expect(jobs.get(id)?.state).toMatchObject({
    check: { vanishesTooMuch: true, summary: { status: 'loaded', full: { shelves: 9 } } },
  });
  jobs.start(id);
  expect(stepOf(jobs.get(id))).toBe('checked');
  jobs.start(id, { vanished: true });
  await vi.waitUntil(() => stepOf(jobs.get(id)) === 'loaded', { timeout: 30_000 });
  jobs.start(few.id);
  await vi.waitUntil(() => stepOf(jobs.get(few.id)) === 'loaded', { timeout: 30_000 });
  expect(loadFile.mock.calls.map(([, settings]) => settings.full?.isConfirmed)).toEqual([true, false]);
});
