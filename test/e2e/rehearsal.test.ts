import { createRandom } from '@groundcrew/async';
import type { Resource } from '@groundcrew/account';
import { type FaultOptions, type LocalAccounts, startLocal } from '@groundcrew/local';
import { type Change, createPlan, type Plan, rehearsePlan } from '@groundcrew/plan';
import fc from 'fast-check';
import { expect, inject, test } from 'vitest';
import { startCopies } from '@groundcrew/tags/rehearsing';
import { ACCOUNT_ID, accountRegions, arbitraryAccounts } from '../support/arbitrary-accounts.ts';
import { collectLocal, describeText } from '../support/collect-local.ts';

interface Draw {
  readonly at: number;
  readonly key: string;
  readonly after: string | null;
  readonly isStale: boolean;
}

const startMs = Date.UTC(2026, 10, 21);
const draws: fc.Arbitrary<readonly Draw[]> = fc.array(
  fc.record({
    at: fc.nat(1_000),
    key: fc.constantFrom('Project', 'Env', 'Team'),
    after: fc.constantFrom('shop', 'x', null),
    isStale: fc.nat(40).map((number) => number === 0),
  }),
  { minLength: 1, maxLength: 12 },
);

/** A plan for resources of a snapshot; now and then for a value that is not there, or for a resource that is gone. */
function planFor(text: string, drawn: readonly Draw[]): Plan {
  const resources = text
    .trimEnd()
    .split('\n')
    .slice(1)
    .map((line) => JSON.parse(line) as Resource);
  const changes = new Map<string, Change>();
  for (const { at, key, after, isStale } of drawn) {
    const resource = resources[at % (resources.length + 1)];
    const { accountId = ACCOUNT_ID, region = accountRegions[0], tags = {} } = resource ?? {};
    const arn = resource?.arn ?? `arn:aws:ec2:${region}:${ACCOUNT_ID}:volume/vol-00000000000000001`;
    if (tags === null) continue;
    const before = isStale ? 'other' : ((tags[key] as string | undefined) ?? null);
    if (before === after) continue;
    const target = { accountId, region, resource: arn };
    changes.set(`${arn}#${key}`, {
      id: `${arn}#${key}`,
      target,
      field: key,
      before,
      after,
      reason: 'is drawn',
    });
  }
  return createPlan({
    kind: 'tags',
    createdAt: new Date(startMs).toISOString(),
    accounts: [{ id: ACCOUNT_ID }],
    scope: { examined: resources.length },
    changes: [...changes.values()],
    findings: [],
  });
}

async function rehearse(accounts: LocalAccounts, plan: Plan, faults: FaultOptions | undefined) {
  const copies = await startCopies(accounts, {
    startMs,
    random: createRandom(1),
    signal: new AbortController().signal,
  });
  try {
    const { applied, undone, notRestored } = await rehearsePlan(plan, {
      ...copies.retryPolicy,
      executor: copies.executor,
      onPhase: (phase) => copies.setPhase(phase, phase === 'apply' || phase === 'undo' ? faults : undefined),
    });
    return { applied, undone, notRestored, ...copies.effort() };
  } finally {
    await copies.close();
  }
}

/** What became of each change. */
function outcomeOf({ applied, notRestored }: Awaited<ReturnType<typeof rehearse>>) {
  const { refusal, result } = applied;
  const ids = (changes: readonly { readonly id: string }[] = []) => changes.map(({ id }) => id).sort();
  return {
    refusal: refusal?.code,
    done: ids(result?.done),
    failed: ids(result?.failed.map(({ change }) => change)),
    gone: ids(result?.gone),
    notRestored,
  };
}

/** What each undo was refused because the service does not take the value that was there before. */
function unwritableOf({ undone }: Awaited<ReturnType<typeof rehearse>>): ReadonlySet<string> {
  const refusedBy = undone.map(
    ({ result }) =>
      new Set(result?.failed.flatMap(({ change, code }) => (isUnwritable(change, code) ? [change.id] : []))),
  );
  const [first = [], ...others] = refusedBy;
  return new Set([...first].filter((id) => others.every((refused) => refused.has(id))));
}

const isUnwritable = ({ after }: Change, code: string): boolean =>
  /Validation|InvalidParameter|InvalidTag/.test(code) &&
  typeof after === 'string' &&
  /[^\p{L}\p{Z}\p{N}_.:/=+\-@]/u.test(after);

const faultsOf = (seed: number): FaultOptions => ({
  seed,
  throttle: 0.1,
  errorAfter: 0.05,
  failTagResources: { chance: 0.1 },
  staleTags: { chance: 0.2, forMs: 2_000 },
  denyTagging: ['ec2:vpc'],
});

test('a rehearsal on a copy is what happens on the original, and brings everything back', async () => {
  await fc.assert(
    fc.asyncProperty(
      arbitraryAccounts,
      draws,
      fc.option(fc.nat(), { nil: undefined }),
      async (accounts, drawn, seed) => {
        const local = await startLocal({ accounts });
        const text = await collectLocal(local, accountRegions, ACCOUNT_ID);
        await local.close();
        const plan = planFor(text, drawn);
        fc.pre(plan.changes.length > 0);
        const faults = seed === undefined ? undefined : faultsOf(seed);
        const { accounts: copy } = await describeText(text);
        const rehearsed = await rehearse(copy, plan, faults);
        const happened = await rehearse(accounts, plan, faults);
        expect(outcomeOf(rehearsed)).toEqual(outcomeOf(happened));
        // Reads of several kinds are made at once: faults hit one or the other, and a refusal ends them early. A snapshot does
        // not have whether what has no tags ever had some, which decides by which call they are read.
        if (faults === undefined && rehearsed.applied.refusal === undefined && !text.includes('"tags":{}'))
          expect(rehearsed).toEqual(happened);
        const unwritable = unwritableOf(rehearsed);
        // The tags of a resource are written by one call, which is refused whole.
        const refused = new Set(
          plan.changes.filter(({ id }) => unwritable.has(id)).map(({ target }) => target.resource),
        );
        expect(rehearsed.notRestored.filter(({ change }) => !refused.has(change.target.resource))).toEqual(
          [],
        );
        if (faults === undefined && unwritable.size === 0)
          expect(rehearsed.undone.length).toBeLessThanOrEqual(1);
      },
    ),
    { numRuns: Math.ceil(40 * inject('effort')), interruptAfterTimeLimit: 250_000 },
  );
}, 300_000);
