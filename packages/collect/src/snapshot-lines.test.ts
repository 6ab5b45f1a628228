import { openSnapshot, type Resource } from '@groundcrew/account';
import { expect, test } from 'vitest';
import { createSnapshotLines } from './snapshot-lines.ts';

const volume = (id: string): Resource => ({
  arn: `arn:aws:ec2:eu-west-1:111122223333:volume/${id}`,
  type: 'ec2:volume',
  id,
  accountId: '111122223333',
  region: 'eu-west-1',
  tags: {},
  links: {},
});

test('what a list returned twice is in the snapshot, and counted, once', async () => {
  const lines = createSnapshotLines();
  lines.add([volume('vol-2'), volume('vol-1')]);
  lines.add([volume('vol-2')]);
  const text = [...lines.text({ takenAt: '2026-11-21T09:00:00.000Z', accounts: [], coverage: [] })].join('');
  async function* bytes(): AsyncGenerator<Uint8Array> {
    yield Buffer.from(text);
  }
  const { header, resources } = await openSnapshot(bytes());
  const ids: string[] = [];
  for await (const page of resources) ids.push(...page.map(({ id }) => id));
  expect(ids).toEqual(['vol-1', 'vol-2']);
  expect([header.resources, lines.count()]).toEqual([2, 2]);
});
