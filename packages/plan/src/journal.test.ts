import { execFile } from 'node:child_process';
import { appendFile, mkdtemp, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { checkJournalByPlan } from './check-journal.ts';
import { loadJournal, openJournal } from './journal.ts';
import { chainedLine } from './journal-chain.ts';
import { isTouched } from './journal-record.ts';
import { type Change, createPlan } from './plan.ts';
import { readJournal, replayJournal } from './read-journal.ts';
import { createSimulatedProcess, type SimulatedDisk } from './testing/simulated-process.ts';

const accountId = '111122223333';
const at = '2027-01-31T00:00:00.000Z';
const now = () => Date.parse(at);

function change(name: string): Change {
  const target = { accountId, region: 'eu-west-1', resource: name };
  return { id: name, target, field: 'Project', before: null, after: '가게', reason: 'is required' };
}

const [one, two] = [change('vol-1'), change('vol-2')];

function planOf(...changes: Change[]) {
  const accounts = [{ id: accountId }];
  return createPlan({ kind: 'tags', createdAt: at, accounts, scope: { examined: 2 }, changes, findings: [] });
}

const plan = planOf(one, two);

let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'groundcrew-plan-'));
});
afterAll(() => rm(directory, { recursive: true }));

const codeOf = (thrown: unknown) => (thrown as { code: string }).code;
const codeOfFailure = (doing: Promise<unknown>) => doing.then(() => 'done', codeOf);

async function writeSample(path: string) {
  const journal = await openJournal(path, { plan, mode: 'new', now });
  await journal.append({ type: 'intent', at, changes: [one, two] });
  await journal.append({
    type: 'outcome',
    at,
    done: ['vol-1'],
    failed: [{ id: 'vol-2', code: 'Denied', message: 'no', inDoubt: false }],
  });
  await journal.append({ type: 'verified', at, ids: ['vol-1'] });
  return journal;
}

test('a journal is a file for its owner alone, and reads as it was written', async () => {
  const path = join(directory, 'own.jsonl');
  const journal = await writeSample(path);
  await journal.close();

  const record = await loadJournal(path);

  expect((await stat(path)).mode & 0o777).toBe(0o600);
  expect(record.header).toMatchObject({ plan: plan.hash, kind: 'tags', examined: 2, changes: 2 });
  expect(record.holder).toBeUndefined();
  expect([...record.changes.values()]).toEqual([
    { change: one, done: true, verified: true, open: false, inDoubt: false },
    expect.objectContaining({ done: false, open: false, inDoubt: false, failure: expect.anything() }),
  ]);
  expect([...record.changes]).toEqual([...journal.record.changes]);
});

test('a new journal replaces no file, and no link', async () => {
  const path = join(directory, 'taken.jsonl');
  await writeFile(path, 'precious');
  await symlink(join(directory, 'elsewhere'), join(directory, 'link.jsonl'));
  for (const taken of [path, join(directory, 'link.jsonl')]) {
    expect(await codeOfFailure(openJournal(taken, { plan, mode: 'new', now }))).toBe('plan.journal.exists');
  }
  expect(await readFile(path, 'utf8')).toBe('precious');
});

test('a file that is not a journal, and the journal of another plan, are distinguished', async () => {
  const path = join(directory, 'others.jsonl');
  await (await writeSample(path)).close();
  const resume = (where: string, wanted = plan, maxBytes = 10_000) =>
    codeOfFailure(openJournal(where, { plan: wanted, mode: 'resume', now, maxBytes }));

  expect(await resume(path, planOf(one))).toBe('plan.journal.of-another-plan');
  expect(await resume(path, plan, 100)).toBe('plan.journal.too-large');
  expect(await resume(join(directory, 'none.jsonl'))).toBe('plan.journal.missing');
  expect(await resume(directory)).toBe('plan.journal.failed');
  expect(await codeOfFailure(openJournal(join(directory, 'no', 'x'), { plan, mode: 'new', now }))).toBe(
    'plan.journal.failed',
  );
});

test('a journal without changes has nothing to undo', async () => {
  const path = join(directory, 'empty.jsonl');
  await writeFile(path, '');
  expect(await codeOfFailure(loadJournal(path))).toBe('plan.journal.empty');
  await (await openJournal(path, { plan, mode: 'resume', now })).close();
  expect(await codeOfFailure(loadJournal(path))).toBe('plan.journal.empty');
});

test.each([
  ['a plan', '{\n  "format": "groundcrew-plan/1",\n  "kind": "tags"\n}\n', 'it is a plan'],
  [
    'a snapshot',
    '{"format":"groundcrew-tag-snapshot/1",\n"takenAt":',
    'its format is "groundcrew-tag-snapshot/1"',
  ],
  ['JSON of one line', '{"version":1}\n', 'it begins with "{\\"version\\":1}", not with {"type":"header"'],
  ['another text', 'version: 1\n', 'it begins with "version: 1", not with {"type":"header"'],
])(
  '%s is not a journal: it is reported as what it is, and neither undone nor written to',
  async (_, text, what) => {
    const path = join(directory, 'other.json');
    await writeFile(path, text);
    for (const open of [() => loadJournal(path), () => openJournal(path, { plan, mode: 'resume', now })]) {
      const opened = open();
      await expect(opened).rejects.toThrow(
        `${path} is not a journal: ${what}; name the one that an apply wrote`,
      );
      expect(await codeOfFailure(opened)).toBe('plan.journal.not-a-journal');
    }
    expect(await readFile(path, 'utf8')).toBe(text);
  },
);

test.each(['{"ty', '{"type":"header","format":"ground', '\0\0\0'])(
  'a header that a crash truncated to %j is written again',
  async (text) => {
    const path = join(directory, 'torn-header.jsonl');
    await writeFile(path, text);
    const journal = await openJournal(path, { plan, mode: 'resume', now });
    expect(journal.record.header.plan).toBe(plan.hash);
    await journal.close();
  },
);

test('a process cannot open a journal twice, or undo one that it writes', async () => {
  const path = join(directory, 'twice.jsonl');
  const journal = await writeSample(path);
  expect(await codeOfFailure(openJournal(path, { plan, mode: 'resume', now }))).toBe('plan.journal.in-use');
  expect(await codeOfFailure(loadJournal(path))).toBe('plan.journal.in-use');
  await journal.close();
  await (await openJournal(path, { plan, mode: 'resume', now })).close();
});

test('a journal whose process was killed is not locked, and one of another machine needs a takeover', async () => {
  const path = join(directory, 'killed.jsonl');
  const script = `
    import { openJournal } from ${JSON.stringify(new URL('journal.ts', import.meta.url).href)};
    await openJournal(${JSON.stringify(path)}, { plan: ${JSON.stringify(plan)}, mode: 'new', now: Date.now });
    process.kill(process.pid, 'SIGKILL');`;
  await expect(
    promisify(execFile)(process.execPath, ['--input-type=module', '-e', script]),
  ).rejects.toMatchObject({ signal: 'SIGKILL' });
  expect(readJournal(await readFile(path, 'utf8')).holder?.holder.host).toBe(hostname());

  const { run } = readJournal(await readFile(path, 'utf8')).holder!;
  const another = {
    type: 'opened',
    at,
    run: 'x',
    after: run,
    holder: { pid: 1, host: 'another' },
  } as const;
  const { lastHash } = replayJournal(await readFile(path, 'utf8'), path);
  await appendFile(path, chainedLine(another, lastHash).line);

  const resumed = () => openJournal(path, { plan, mode: 'resume', now });
  expect(await codeOfFailure(resumed())).toBe('plan.journal.in-use');
  await (await openJournal(path, { plan, mode: 'resume', now, takeOver: true })).close();
  await (await resumed()).close();
});

/** What a process leaves that dies while it writes an entry. */
async function leftByDead(): Promise<string> {
  const disk: SimulatedDisk = { text: undefined };
  const { store } = createSimulatedProcess(0, disk);
  const journal = await openJournal(store, { plan, mode: 'new', now, holder: { pid: 0, host: 'h' } });
  await journal.append({ type: 'intent', at, changes: [one] });
  return `${disk.text}{"type":"outc`;
}

test('of processes that open a journal concurrently exactly one gets it, whatever was left in it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.scheduler(),
      fc.constantFrom<string | undefined>(undefined, '', '{"type":"header","for', 'dead'),
      fc.integer({ min: 2, max: 4 }),
      async (scheduler, left, count) => {
        const disk: SimulatedDisk = { text: left === 'dead' ? await leftByDead() : left };
        const openings = Array.from({ length: count }, (_, index) => {
          const pid = index + 1;
          const process = createSimulatedProcess(pid, disk, undefined, () =>
            scheduler.schedule(Promise.resolve()),
          );
          return openJournal(process.store, {
            plan,
            mode: disk.text === undefined ? 'new' : 'resume',
            now,
            holder: { pid, host: 'h' },
            isRunning: (holder) => holder.pid !== 0,
          });
        });
        const settled = Promise.allSettled(openings);
        await scheduler.waitFor(settled);
        const outcomes = await settled;

        expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
        for (const outcome of outcomes) {
          if (outcome.status === 'rejected') {
            expect(codeOf(outcome.reason)).toMatch(/plan\.journal\.(in-use|exists)/);
          }
        }
        const winner = outcomes.findIndex(({ status }) => status === 'fulfilled') + 1;
        expect(readJournal(disk.text!).holder?.holder.pid).toBe(winner);
      },
    ),
    { numRuns: Math.max(100, 500 * inject('effort')) },
  );
});

test.each([
  ['refused after a process that began it died, may have been made', true],
  ['only ever refused was not made', false],
])('a change that was %s', async (_name, isInDoubt) => {
  const path = join(directory, `doubt-${isInDoubt}.jsonl`);
  const journal = await openJournal(path, { plan, mode: 'new', now });
  const refused = { id: one.id, code: 'Denied', message: 'no', inDoubt: false };
  for (let begun = isInDoubt ? 2 : 1; begun > 0; begun -= 1) {
    await journal.append({ type: 'intent', at, changes: [one] });
  }
  await journal.append({ type: 'outcome', at, done: [], failed: [refused] });
  await journal.close();
  expect(isTouched((await loadJournal(path)).changes.get(one.id)!)).toBe(isInDoubt);
});

test('a journal that is truncated at any byte is read, resumed, and read again', async () => {
  const path = join(directory, 'cut.jsonl');
  await (await writeSample(path)).close();
  const bytes = await readFile(path);
  const intentEnd = bytes.indexOf('\n', bytes.indexOf('"intent"'));
  const step = inject('effort') === 1 ? 1 : 3;
  for (let length = 0; length < bytes.length; length += step) {
    const disk: SimulatedDisk = { text: bytes.toString('utf8', 0, length) };
    const open = () =>
      openJournal(createSimulatedProcess(1, disk).store, {
        plan,
        mode: 'resume',
        now,
        isRunning: () => false,
      });
    const journal = await open();
    await journal.append({ type: 'intent', at, changes: [two] });
    disk.text += '{"type":"verif';
    const again = await open();
    expect(again.record.changes.get('vol-2')).toMatchObject({ open: true });
    expect(again.record.changes.has('vol-1')).toBe(length >= intentEnd);
  }
});

test.each([
  ['a line in its middle that is not JSON', (lines: string[]) => lines.toSpliced(2, 1, '{"type":"int'), 3],
  ['an entry of a kind that is not known', (lines: string[]) => lines.toSpliced(2, 1, '{"type":"x"}'), 3],
  ['an entry of a kind that is not known, at its end', (lines: string[]) => [...lines, '{"type":"x"}'], 8],
  [
    'an intent whose change was edited',
    (lines: string[]) => lines.map((line) => line.replace('"field":"Project"', '"field":7')),
    3,
  ],
])('%s is reported as damage of the journal, with the line', async (_name, damage, line) => {
  const path = join(directory, `damaged-${line}-${_name.length}.jsonl`);
  await (await writeSample(path)).close();
  const lines = (await readFile(path, 'utf8')).split('\n');
  expect(() => readJournal(damage(lines).join('\n'), 'j')).toThrow(
    expect.objectContaining({ code: 'plan.journal.damaged', details: { line } }),
  );
});

test.each([
  ['no header', (lines: string[]) => lines.slice(1), 1],
  ['an outcome without its intent', (lines: string[]) => lines.toSpliced(2, 1), 3],
  [
    'a value of before that was edited',
    (lines: string[]) => lines.map((line) => line.replace('"before":null', '"before":"mine"')),
    3,
  ],
  [
    'another account in the header',
    (lines: string[]) => lines.map((line) => line.replace(accountId, '999988887777')),
    1,
  ],
  [
    'blanks that were added',
    (lines: string[]) => lines.map((line) => line.replace('"done":', '"done": ')),
    4,
  ],
  ['two lines swapped', (lines: string[]) => [0, 1, 2, 4, 3, 5].map((index) => lines[index]!), 4],
  ['a line twice', (lines: string[]) => lines.toSpliced(2, 0, lines[2]!), 4],
  [
    'a line without a hash',
    (lines: string[]) => lines.map((line) => line.replace(/("type":"outcome".*),"hash":"\w+"/, '$1')),
    4,
  ],
  [
    'the header of an earlier version',
    (lines: string[]) => lines.map((line) => line.replace('groundcrew-journal/2', 'groundcrew-journal/1')),
    1,
  ],
  [
    'its last line edited',
    (lines: string[]) => lines.map((line) => line.replace('"closed"', '"closed" ')),
    6,
  ],
])('a journal with %s is refused, with the line', async (_name, edit, line) => {
  const path = join(directory, `edited-${_name.length}-${line}.jsonl`);
  await (await writeSample(path)).close();
  await writeFile(path, edit((await readFile(path, 'utf8')).split('\n')).join('\n'));
  for (const open of [() => loadJournal(path), () => openJournal(path, { plan, mode: 'resume', now })]) {
    await expect(open()).rejects.toMatchObject({ code: 'plan.journal.edited', details: { line } });
  }
});

test('no single character of a journal can be changed unnoticed, but in a last line that then is truncated', async () => {
  const path = join(directory, 'flipped.jsonl');
  await (await writeSample(path)).close();
  const text = await readFile(path, 'utf8');
  const lastLine = text.lastIndexOf('\n', text.length - 2) + 1;
  const whole = readJournal(text);
  fc.assert(
    fc.property(fc.nat(text.length - 2), fc.constantFrom('x', '0', ' ', '"', '}', '\n'), (at, put) => {
      fc.pre(text[at] !== put && text[at] !== '\n');
      const edited = `${text.slice(0, at)}${put}${text.slice(at + 1)}`;
      try {
        const { changes } = readJournal(edited);
        expect(at).toBeGreaterThanOrEqual(lastLine);
        expect([...changes]).toEqual([...whole.changes]);
      } catch (thrown) {
        expect(codeOf(thrown)).toMatch(/^plan\.journal\.(edited|damaged|not-a-journal|empty)$/);
      }
    }),
    { numRuns: Math.max(100, 500 * inject('effort')) },
  );
});

/** The journal as version 0.2 would have written it. */
const withoutHashes = (text: string) =>
  text
    .replace('groundcrew-journal/2', 'groundcrew-journal/1')
    .replaceAll(/,"prev":(null|"\w+"),"hash":"\w+"/g, '');

test('a journal of an earlier version is read and continued as it is, and known to be unverified', async () => {
  const path = join(directory, 'old.jsonl');
  const journal = await writeSample(path);
  expect(journal.record.isVerified).toBe(true);
  await journal.close();
  await writeFile(path, withoutHashes(await readFile(path, 'utf8')));

  const resumed = await openJournal(path, { plan, mode: 'resume', now });
  await resumed.append({ type: 'intent', at, changes: [two] });
  await resumed.close();

  const record = await loadJournal(path);
  expect(record.isVerified).toBe(false);
  expect(record.changes.get('vol-1')).toMatchObject({ done: true, verified: true });
  expect(record.changes.get('vol-2')).toMatchObject({ open: true });
  expect(await readFile(path, 'utf8')).not.toContain('hash');
});

test('a journal of an earlier version is held against its plan', async () => {
  const path = join(directory, 'by-plan.jsonl');
  await (await writeSample(path)).close();
  const old = withoutHashes(await readFile(path, 'utf8'));
  expect(checkJournalByPlan(readJournal(old), plan, path)).toBe(true);
  expect(checkJournalByPlan(readJournal(old), planOf(one), path)).toBe(false);
  for (const edited of [
    old.replace('"before":null', '"before":"mine"'),
    old.replaceAll('"vol-2"', '"vol-3"'),
  ]) {
    expect(() => checkJournalByPlan(readJournal(edited), plan, path)).toThrow(
      expect.objectContaining({ code: 'plan.journal.edited' }),
    );
  }
});

test('after an entry that could not be written, no other is', async () => {
  const disk: SimulatedDisk = { text: undefined };
  const { store } = createSimulatedProcess(1, disk);
  let isFull = false;
  const full = {
    ...store,
    append: async (text: string) => {
      if (isFull) throw new Error('ENOSPC');
      await store.append(text);
    },
  };
  const journal = await openJournal(full, { plan, mode: 'new', now });
  isFull = true;
  await expect(journal.append({ type: 'intent', at, changes: [one] })).rejects.toThrow('ENOSPC');
  isFull = false;
  const { text } = disk;
  await expect(journal.append({ type: 'intent', at, changes: [two] })).rejects.toThrow('ENOSPC');
  await journal.close();
  expect(disk.text).toBe(text);
});
