import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createCostAllocationTags, createCostExplorerClient } from '@groundcrew/aws/cost-explorer';
import { expect, onTestFinished, test } from 'vitest';
import { cost, startCostExplorer } from '../testing/cost.ts';
import { groundcrew, temporaryFolder } from '../testing/groundcrew.ts';

interface TagsJson {
  readonly tags: readonly Readonly<Record<string, string | null>>[];
  readonly notes: readonly string[];
}

/** The account of the sample bill, in which these keys were deactivated; and a policy of three keys. */
async function start(...inactive: string[]) {
  const { local, environment } = await startCostExplorer();
  const client = createCostExplorerClient({ region: 'us-east-1' });
  onTestFinished(() => client.destroy());
  if (inactive.length > 0)
    await createCostAllocationTags(client).updateStatus(inactive.map((key) => ({ key, isActive: false })));
  const folder = await temporaryFolder();
  const policy = join(folder, 'tags.yaml');
  await writeFile(policy, 'version: 1\nkeys:\n  Project: { required: true }\n  Team: {}\n  Owner: {}\n');
  const out = join(folder, 'plan.json');
  const run = (...words: string[]) => cost(['tags', ...words], environment);
  return { local, environment, policy, out, run };
}

test('lists which keys are active, and which of the policy are not', async () => {
  const { policy, run } = await start('Team');
  const { code, out } = await run('--policy', policy, '--output', 'json');
  expect(code).toBe(0);
  const { tags, notes } = JSON.parse(out) as TagsJson;
  expect(tags.map(({ key, status, policy: isIn }) => [key, status, isIn])).toEqual([
    ['Owner', 'unlisted', 'yes'],
    ['Project', 'active', 'yes'],
    ['Team', 'inactive', 'yes'],
    ['Environment', 'active', 'no'],
  ]);
  expect(notes).toContain("2 of 3 keys of the policy are not active: costs can't be grouped by them.");
  expect(notes).toContain(`To activate them: groundcrew cost tags --policy ${policy} --activate`);
});

test('a pipeline can fail on keys that are not active', async () => {
  const { policy, run } = await start();
  expect((await run('--policy', policy, '--fail-on', 'inactive')).code).toBe(3);
  await writeFile(policy, 'version: 1\nkeys:\n  Project: { required: true }\n');
  expect((await run('--policy', policy, '--fail-on', 'inactive')).code).toBe(0);
});

test('shows the plan first, activates with --apply, and tags undo takes it back', async () => {
  const { policy, out: path, run, environment } = await start('Team');
  const activate = ['--policy', policy, '--activate', '--out', path];
  const statusOf = async (key: string) => {
    const { out } = await run('--output', 'json');
    return (JSON.parse(out) as TagsJson).tags.find((tag) => tag.key === key)?.status;
  };

  const shown = await run(...activate);
  expect(shown).toMatchObject({ code: 0 });
  expect(shown.out).toContain('Team');
  expect(shown.out).toContain('Nothing was changed.');
  expect(await statusOf('Team')).toBe('inactive');

  const applied = await run(...activate, '--apply', '--yes', '--output', 'json');
  expect(applied.code).toBe(0);
  expect(await statusOf('Team')).toBe('active');
  expect(JSON.parse(await readFile(path, 'utf8'))).toMatchObject({ kind: 'cost-allocation-tags' });

  const undone = await groundcrew(['tags', 'undo', `${path}.journal`, '--apply', '--yes'], { environment });
  expect(undone.code).toBe(0);
  expect(await statusOf('Team')).toBe('inactive');
});

test('asks AWS to apply the states to past months only with --apply', async () => {
  const { local, run } = await start('Team');
  const isAsked = () => local.calls().some(({ action }) => action === 'ce:StartCostAllocationTagBackfill');
  const words = ['--activate', 'Team', '--backfill', '2026-05'];

  const shown = await run(...words);
  expect(shown.code).toBe(0);
  expect(shown.err).toContain(
    "it can't be undone: groundcrew cost tags --activate Team --backfill 2026-05 --apply",
  );
  expect(isAsked()).toBe(false);

  const path = join(await temporaryFolder(), 'plan.json');
  const applied = await run(...words, '--out', path, '--apply', '--yes');
  expect(applied.code).toBe(0);
  expect(isAsked()).toBe(true);
  const { out } = await run('--output', 'json');
  expect((JSON.parse(out) as { backfills: unknown }).backfills).toMatchObject([
    { from: '2026-05-01', status: 'processing' },
  ]);

  const again = await run('--backfill', '2026-05', '--apply', '--yes');
  expect(again.code).toBe(1);
  expect(again.err).toContain('aws-cost-explorer.backfill-failed');
});

test.each([
  [['--activate'], /--activate without keys is for those of a policy/],
  [['--fail-on', 'inactive'], /add --policy FILE/],
  [['--backfill', 'May'], /is not a month from which tags can be applied/],
  [['--activate', 'Projekt'], /"Projekt" in --activate is not a key of the account.*Project/],
])('%j is refused', async (words, message) => {
  const { run } = await start();
  const { code, err } = await run(...words);
  expect(code).toBe(2);
  expect(err).toMatch(message);
});

test('a report by a key that is not active states that, and lists nothing as untagged', async () => {
  const { environment } = await start('Team');
  const { code, out } = await cost(['report', '--by', 'tag:Team', '--period', '2026-10'], environment);
  expect(code).toBe(0);
  expect(out).toContain('(the tag is not active)');
  expect(out).toContain('The tag "Team" is not active as a cost allocation tag');
  expect(out).toContain('To activate it: groundcrew cost tags --activate Team');
  expect(out).not.toContain('(none)');
  expect(out).not.toContain('Without Team');
});

test('a report by a key that AWS does not list shows the possible ones', async () => {
  const { environment } = await start();
  const { out } = await cost(['report', '--by', 'tag:Projcet', '--period', '2026-10'], environment);
  expect(out).toMatch(/AWS lists no tag "Projcet".*Project/);
});
