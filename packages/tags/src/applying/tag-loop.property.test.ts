import { createRandom } from '@groundcrew/async';
import {
  type ApplyOptions,
  applyPlan,
  type Change,
  type Executor,
  type JournalStore,
  loadJournal,
  openJournal,
  type Plan,
  undoPlan,
} from '@groundcrew/plan';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import type { TaggedResource, Tags } from '../model.ts';
import { planTags } from '../planning/index.ts';
import { canonicalValue, forbiddenFor, matchKey, rulesFor, type TagPolicy } from '../policy/index.ts';
import { createTagExecutor } from './tag-executor.ts';
import { policies, resourceLists } from './testing/arbitrary.ts';
import { type AccountFaults, createMemoryAccount, noAccountFaults } from './testing/memory-account.ts';

interface Scenario {
  readonly seed: number;
  readonly resources: readonly TaggedResource[];
  readonly policy: TagPolicy;
  readonly faults: AccountFaults;
  /** The step at which each process dies; the last one does not. */
  readonly crashes: readonly number[];
  readonly undoCrashes: readonly number[];
}

const share = fc.constantFrom(0, 0, 0.1, 0.3);
const crashes = fc.array(fc.integer({ min: 1, max: 25 }), { maxLength: 2 });
const scenarios = fc.record<Scenario>({
  seed: fc.nat(),
  resources: resourceLists,
  policy: policies,
  faults: fc.record({
    throttled: share,
    answerLost: share,
    itemFailed: share,
    stale: fc.constantFrom(0, 0.5, 1),
    others: fc.constant(0),
  }),
  crashes,
  undoCrashes: crashes,
});

class Crash extends Error {}

function createWorld({ seed, resources, policy, faults }: Scenario) {
  let nowMs = Date.UTC(2027, 0, 31);
  const random = createRandom(seed);
  const retryPolicy = {
    now: () => nowMs,
    random,
    sleep: async (ms: number) => {
      nowMs += ms;
    },
  };
  const account = createMemoryAccount(resources, retryPolicy);
  account.faults = faults;
  const plan = () => planTags(account.snapshot(), policy, { nowMs });

  /** A process that dies at its `crashAt`th step: nothing it does after that has an effect. */
  function createProcess(disk: { text: string | undefined }, crashAt: number) {
    let steps = 0;
    let isDead = false;
    const step = () => {
      steps += 1;
      isDead ||= steps === crashAt;
      if (isDead) throw new Crash();
    };
    const store: JournalStore = {
      name: 'journal',
      open: async () => {
        disk.text ??= '';
      },
      read: async () => disk.text!,
      async append(text) {
        step();
        disk.text += text;
        step();
      },
      close: async () => {},
    };
    return { store, executor: createTagExecutor(account.depsFor(step)), isDead: () => isDead };
  }

  async function applyThrough(
    wanted: Plan,
    disk: { text: string | undefined },
    dying: readonly number[],
    options: Partial<ApplyOptions> = {},
  ) {
    for (const crashAt of [...dying, Number.POSITIVE_INFINITY]) {
      const process = createProcess(disk, crashAt);
      try {
        return await applyBy(process, wanted, disk, options);
      } catch (thrown) {
        if (!process.isDead()) throw thrown;
      }
      nowMs += 60_000 * random() ** 4;
    }
    throw new Error('the last process died');
  }

  async function applyBy(
    { store, executor }: { store: JournalStore; executor: Executor },
    wanted: Plan,
    disk: { text: string | undefined },
    options: Partial<ApplyOptions>,
  ) {
    const mode = disk.text === undefined ? 'new' : 'resume';
    const journal = await openJournal(store, {
      plan: wanted,
      mode,
      now: retryPolicy.now,
      isRunning: () => false,
    });
    const result = await applyPlan(wanted, {
      executor,
      journal,
      maxAttempts: 40,
      ...retryPolicy,
      ...options,
    });
    await journal.close();
    return result;
  }

  async function undo(disk: { text: string | undefined }, dying: readonly number[]) {
    account.denied.clear();
    account.deniedTags.clear();
    const { store, executor } = createProcess(disk, Number.POSITIVE_INFINITY);
    const record = await loadJournal(store, { isRunning: () => false });
    return applyThrough(
      await undoPlan(record, { executor, maxAttempts: 40, ...retryPolicy }),
      { text: undefined },
      dying,
    );
  }

  return { account, plan, retryPolicy, applyThrough, undo };
}

function assessNothingLost({ resources, policy }: Scenario, after: Readonly<Record<string, Tags>>): void {
  for (const resource of resources) {
    if (resource.tags !== null) expect(lostTags(policy, resource, after[resource.arn]!)).toEqual([]);
  }
}

/**
 * Values that are neither where they were, nor under the policy's key in its canonical form, nor removable by policy.
 */
function lostTags(policy: TagPolicy, resource: TaggedResource, now: Tags): readonly string[] {
  // An exemption by a tag may end by the very change that is checked here.
  const exemptions = policy.exemptions.filter(({ match }) => match.tag === undefined);
  const lasting = { ...policy, exemptions };
  const rules = rulesFor(lasting, resource, Date.UTC(2027, 0, 31));
  const removable = forbiddenFor(lasting, resource, Date.UTC(2027, 0, 31)).filter(({ rule }) => rule.remove);
  const isLost = ([key, value]: readonly [string, string]) => {
    if (now[key] === value) return false;
    const isKept = rules.some(({ rule, exempt }) => {
      const canonical = canonicalValue(rule, value);
      return !exempt && matchKey(rule, key) && 'value' in canonical && now[rule.key] === canonical.value;
    });
    const isRemoved = now[key] === undefined && removable.some((tag) => tag.key === key && !tag.exempt);
    return !isKept && !isRemoved;
  };
  return Object.entries(resource.tags ?? {})
    .filter(isLost)
    .map(([key, value]) => `${resource.arn} ${key}=${value}`);
}

test('an apply, through faults and crashes, ends with an empty plan, loses no value, and is undone to the last tag', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, async (scenario) => {
      const { account, plan, retryPolicy, applyThrough, undo } = createWorld(scenario);
      const before = account.tags();
      const wanted = plan();
      const disk = { text: undefined };

      const { failed, drifted, unverified } = await applyThrough(wanted, disk, scenario.crashes);

      expect([failed, drifted, unverified]).toEqual([[], [], []]);
      assessNothingLost(scenario, account.tags());
      const again = plan();
      expect(again.changes).toEqual([]);
      // A tag that was set may exempt a resource from a finding.
      for (const finding of again.findings) expect(wanted.findings).toContainEqual(finding);
      if (!scenario.policy.exemptions.some(({ match }) => match.tag)) {
        expect(again.findings).toEqual(wanted.findings);
      }
      await retryPolicy.sleep(60_000);
      if (wanted.changes.length > 0) await undo(disk, scenario.undoCrashes);
      expect(account.tags()).toEqual(before);
      expect(account.violations).toEqual([]);
    }),
    { numRuns: Math.ceil(400 * inject('effort')) },
  );
});

test('if changes of some resources are denied, the others are made, no value is lost, and all is undone', async () => {
  await fc.assert(
    fc.asyncProperty(scenarios, fc.nat({ max: 3 }), async (scenario, every) => {
      const { account, plan, retryPolicy, applyThrough, undo } = createWorld(scenario);
      const before = account.tags();
      for (const [index, { arn }] of scenario.resources.entries()) {
        if (index % (every + 2) === 0) account.denied.add(arn);
        if (index % (every + 2) === 1) account.deniedTags.add(arn);
      }
      const wanted = plan();
      const disk = { text: undefined };

      const { failed, done } = await applyThrough(wanted, disk, scenario.crashes);

      const byId = new Map(wanted.changes.map((change) => [change.id, change]));
      const isDenied = ({ target, after, requires = [] }: Change): boolean =>
        account.denied.has(target.resource) ||
        (account.deniedTags.has(target.resource) && after !== null) ||
        requires.some((id) => isDenied(byId.get(id)!));
      expect(failed.map(({ change }) => change)).toEqual(wanted.changes.filter(isDenied));
      expect(done).toEqual(wanted.changes.filter((change) => !isDenied(change)));
      for (const arn of account.denied) expect(account.tags()[arn]).toEqual(before[arn]);
      assessNothingLost(scenario, account.tags());
      await retryPolicy.sleep(60_000);
      if (done.length > 0) await undo(disk, scenario.undoCrashes);
      expect(account.tags()).toEqual(before);
      expect(account.violations).toEqual([]);
    }),
    { numRuns: Math.ceil(250 * inject('effort')) },
  );
});

test.each([
  ['between plan and apply', 0],
  ['at every read as well', 0.1],
])(
  'whatever another client removes or changes %s, no apply removes the last copy of a value',
  async (_name, others) => {
    await fc.assert(
      fc.asyncProperty(scenarios, fc.array(fc.nat(), { maxLength: 3 }), async (scenario, meddled) => {
        const { account, plan, applyThrough } = createWorld({
          ...scenario,
          faults: { ...scenario.faults, others },
        });
        const { policy, resources, crashes: dying } = scenario;
        const byArn = new Map(resources.map((resource) => [resource.arn, resource]));
        const lost: string[] = [];
        account.onWrite = (arn, before, after) => {
          lost.push(...lostTags(policy, { ...byArn.get(arn)!, tags: before }, after));
        };
        const wanted = plan();
        for (const at of resources.length > 0 ? meddled : []) {
          account.meddle(resources[at % resources.length]!.arn, 'Project');
        }

        await applyThrough(wanted, { text: undefined }, dying, { recheckAfterMs: -1 }).catch(
          (thrown: unknown) => expect(thrown).toMatchObject({ code: 'plan.drift' }),
        );

        expect(lost).toEqual([]);
      }),
      { numRuns: Math.ceil(400 * inject('effort')) },
    );
  },
);

test('the same snapshot gives the same plan, regardless of the order of its resources', () => {
  fc.assert(
    fc.property(scenarios, (scenario) => {
      const plans = [scenario.resources, scenario.resources.toReversed()].map((resources) =>
        createWorld({ ...scenario, resources, faults: noAccountFaults }).plan(),
      );
      expect(plans[1]).toEqual(plans[0]);
    }),
    { numRuns: Math.ceil(200 * inject('effort')) },
  );
});
