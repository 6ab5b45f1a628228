import type { TagQuery } from '@groundcrew/aws/tagging';
import { applyPlan, type JournalStore, openJournal, type Plan, undoPlan } from '@groundcrew/plan';
import fc from 'fast-check';
import { describe, expect, inject, test } from 'vitest';
import { createMemoryAccount, resourceOf } from '../applying/testing/memory-account.ts';
import type { TagSnapshot } from '../model.ts';
import { findGroups } from './find-groups.ts';
import { MARKER_KEY } from './group.ts';
import { createGroupExecutor, type GroupExecutorDeps } from './group-executor.ts';
import { groupName } from './group-name.ts';
import { planGroups } from './plan-groups.ts';

const place = { accountId: '111122223333', region: 'eu-west-1' };

interface Group {
  query: TagQuery | null;
  tags: Readonly<Record<string, string>>;
}

/** Resource Groups of one account in one region. */
function createGroups(initial: Readonly<Record<string, Group>> = {}) {
  const groups = new Map<string, Group>(Object.entries(initial));
  const arnOf = (name: string) => `arn:aws:resource-groups:eu-west-1:111122223333:group/${name}`;
  const service: ReturnType<GroupExecutorDeps['groupsFor']> & Parameters<typeof findGroups>[0] = {
    async *listGroups() {
      yield [...groups.keys()].map((name) => ({ name, arn: arnOf(name) }));
    },
    getGroup: async ({ name }) => groups.get(name),
    async createTagGroup({ name, query, tags = {}, description = '' }) {
      // API reference, CreateGroup, Description.
      expect(description).toMatch(/^[\sa-zA-Z0-9_.-]*$/);
      groups.set(name, { query, tags });
      return { name, arn: arnOf(name) };
    },
    async updateGroupQuery(name, query) {
      groups.set(name, { ...groups.get(name)!, query });
    },
    async deleteGroup(name) {
      groups.delete(name);
    },
  };
  const retryPolicy = { now: () => 0, random: () => 0, sleep: async () => {} };
  const executor = createGroupExecutor({ groupsFor: () => service });

  async function plan(snapshot: TagSnapshot, prune = false): Promise<Plan> {
    return planGroups(snapshot, {
      by: 'Project',
      existing: await findGroups(service, place),
      nowMs: 0,
      prune,
    });
  }

  async function apply(wanted: Plan) {
    let text = '';
    const store: JournalStore = {
      name: 'journal',
      open: async () => {},
      read: async () => text,
      append: async (more) => {
        text += more;
      },
      close: async () => {},
    };
    const journal = await openJournal(store, { plan: wanted, mode: 'new', now: retryPolicy.now });
    const result = await applyPlan(wanted, { executor, journal, ...retryPolicy });
    return { result, undo: async () => apply(await undoPlan(journal.record, { executor, ...retryPolicy })) };
  }
  return { all: () => Object.fromEntries(groups), plan, apply };
}

const snapshotOf = (...values: readonly (string | undefined)[]): TagSnapshot =>
  createMemoryAccount(
    values.map((value, n) =>
      resourceOf('ec2:volume', `vol-${n}`, value === undefined ? null : { Project: value }),
    ),
    { now: () => 0, random: () => 0 },
  ).snapshot();

const groupOf = (value: string, by: string | undefined = 'Project'): Group => ({
  query: { types: ['AWS::AllSupported'], tagFilters: [{ key: 'Project', values: [value] }] },
  tags: by === '' ? {} : { [MARKER_KEY]: by },
});

describe('the name of a group', () => {
  test('is that of its tag if that can be represented', () => {
    expect(groupName('Project', 'web-shop_2.0')).toBe('Project-web-shop_2.0');
  });

  test('is never that of another tag, and valid for AWS', () => {
    const text = fc.oneof(
      fc.string({ unit: 'grapheme', minLength: 1, maxLength: 256 }),
      fc.constantFrom('프로젝트', '쇼핑', 'a b', 'a-b', 'a', 'A', 'aws', 'b-c'),
      fc.tuple(fc.constantFrom('a b', '쇼핑'), fc.constantFrom('k', 'k-')).map(([v, k]) => groupName(k, v)),
    );
    const pair = fc.tuple(text, text);
    fc.assert(
      fc.property(pair, pair, (one, other) => {
        const [name, another] = [one, other].map(([key, value]) => groupName(key, value));
        expect(name).toMatch(/^(?!aws)[A-Za-z0-9._-]{1,300}$/i);
        expect(name === another).toBe(JSON.stringify(one) === JSON.stringify(other));
        expect(groupName(...one)).toBe(name);
      }),
      { numRuns: Math.max(100, 500 * inject('effort')) },
    );
  });
});

describe('groups by a tag', () => {
  test('are made one for each value, once, and taken back by an undo', async () => {
    const { plan, apply, all } = createGroups();
    const snapshot = snapshotOf('shop', 'shop', '쇼핑');

    const wanted = await plan(snapshot);
    const { undo } = await apply(wanted);

    expect(wanted.kind).toBe('tag-groups');
    expect(all()).toEqual({
      'Project-shop': groupOf('shop'),
      [groupName('Project', '쇼핑')]: groupOf('쇼핑'),
    });
    expect((await plan(snapshot)).changes).toEqual([]);
    await undo();
    expect(all()).toEqual({});
  });

  test('that others created are left, whatever they contain', async () => {
    const foreign = { 'Project-shop': groupOf('shop', ''), 'Project-old': groupOf('old', 'Owner') };
    const { plan } = createGroups(foreign);
    const { changes, findings } = await plan(snapshotOf('shop'), true);
    expect(changes).toEqual([]);
    expect(findings).toMatchObject([{ target: { label: 'Project-shop' } }]);
  });

  test('get their query back if it was changed, and the changed one by an undo', async () => {
    const { plan, apply, all } = createGroups({
      'Project-shop': { ...groupOf('shop'), query: groupOf('x').query },
    });
    const { undo } = await apply(await plan(snapshotOf('shop')));
    expect(all()).toEqual({ 'Project-shop': groupOf('shop') });
    await undo();
    expect(all()['Project-shop']?.query).toEqual(groupOf('x').query);
  });

  test('whose value no resource has any more are reported, and deleted only if requested', async () => {
    const { plan, apply, all } = createGroups({ 'Project-old': groupOf('old') });
    const reported = await plan(snapshotOf());
    expect(reported).toMatchObject({
      changes: [],
      findings: [{ reason: expect.stringContaining('--prune') }],
    });

    const { undo } = await apply(await plan(snapshotOf(), true));

    expect(all()).toEqual({});
    await undo();
    expect(all()).toEqual({ 'Project-old': groupOf('old') });
  });

  test('are not deleted while some tags are not known', async () => {
    const { plan } = createGroups({ 'Project-old': groupOf('old') });
    const { changes, findings } = await plan(snapshotOf(undefined), true);
    expect(changes).toEqual([]);
    expect(findings).toMatchObject([{ reason: expect.stringContaining('not all are') }]);
  });

  test('of an empty value are not made', async () => {
    const { plan } = createGroups();
    expect(await plan(snapshotOf(''))).toMatchObject({ changes: [], findings: [{ field: 'query' }] });
  });

  test('that lost our tag between plan and apply are left', async () => {
    const world = createGroups({ 'Project-old': groupOf('old') });
    const wanted = await world.plan(snapshotOf(), true);
    const later = createGroups({ 'Project-old': groupOf('old', '') });
    const { result } = await later.apply(wanted);
    expect(result.failed).toMatchObject([{ code: 'tags.group.not-ours' }]);
    expect(later.all()).toEqual({ 'Project-old': groupOf('old', '') });
  });
});
