import { expect, test } from 'vitest';
import { answerLines, openSnapshot, SNAPSHOT_FORMAT, type SnapshotAnswer, snapshotText } from './index.ts';

const place = { accountId: '111122223333', region: 'eu-west-1' } as const;
const answer = (count: number): SnapshotAnswer => ({
  ...place,
  answer: 'describe-subnets',
  value: { Subnets: Array.from({ length: count }, (_, at) => ({ SubnetId: `subnet-${at}` })) },
});

function textOf(lines: readonly string[], answers = lines.length): string {
  const header = {
    format: SNAPSHOT_FORMAT,
    takenAt: '2026-11-30T00:00:00.000Z',
    accounts: [],
    resources: 0,
    answers,
    coverage: [],
  } as const;
  return [...snapshotText(header, lines)].join('');
}

async function read(text: string, isWanted = true): Promise<SnapshotAnswer[]> {
  const found: SnapshotAnswer[] = [];
  async function* source() {
    yield Buffer.from(text);
  }
  const onAnswer = (each: SnapshotAnswer) => void found.push(each);
  const { resources } = await openSnapshot(source(), isWanted ? { onAnswer } : {});
  for await (const page of resources) expect(page).toEqual([]);
  return found;
}

test('answers follow the resources, long lists as pages of which only the last has no token', async () => {
  const lines = [...answerLines(answer(2500)), ...answerLines({ ...answer(0), value: { Mode: 'off' } })];
  const found = await read(textOf(lines));
  expect(found.map(({ value }) => (value['Subnets'] as unknown[] | undefined)?.length)).toEqual([
    1000,
    1000,
    500,
    undefined,
  ]);
  expect(found.map(({ value }) => value['NextToken'] !== undefined)).toEqual([true, true, false, false]);
  expect(found.at(-1)).toEqual({ ...place, answer: 'describe-subnets', value: { Mode: 'off' } });
});

test('who does not want them gets none, and a file that lacks some or has more is refused', async () => {
  const lines = [...answerLines(answer(1))];
  expect(await read(textOf(lines), false)).toEqual([]);
  await expect(read(textOf(lines, 2))).rejects.toMatchObject({ code: 'account.snapshot.cut-off' });
  await expect(read(textOf([...lines, ...lines], 1))).rejects.toMatchObject({
    code: 'account.snapshot.invalid',
  });
  await expect(read(textOf(['{"answer":"x"}']))).rejects.toMatchObject({ code: 'account.snapshot.invalid' });
});
