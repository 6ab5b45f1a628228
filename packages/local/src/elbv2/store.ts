import { join } from 'node:path';
import { openJournal } from '../journal.ts';
import type { AccountRegion } from '../resource-registry/index.ts';
import type { Listener, LoadBalancer, Rule, TargetGroup } from './model.ts';

interface Kinds {
  readonly balancer: LoadBalancer;
  readonly group: TargetGroup;
  readonly listener: Listener;
  readonly rule: Rule;
}

type Kind = keyof Kinds;

type Change =
  | { readonly [K in Kind]: { readonly set: K; readonly value: Kinds[K] } }[Kind]
  | { readonly removed: Kind; readonly arn: string };

/** What was created, of all accounts and regions, in the order of creation. */
export interface BalancerStore {
  readonly balancers: ReadonlyMap<string, LoadBalancer>;
  readonly groups: ReadonlyMap<string, TargetGroup>;
  readonly listeners: ReadonlyMap<string, Listener>;
  readonly rules: ReadonlyMap<string, Rule>;
  set<K extends Kind>(kind: K, value: Kinds[K]): void;
  /** Several at once, all of them or none. */
  remove(...gone: readonly { readonly kind: Kind; readonly arn: string }[]): void;
  close(): void;
}

/** In memory, or persisted in `dataDir`. */
export function createBalancerStore(dataDir: string | undefined): BalancerStore {
  const maps: { readonly [K in Kind]: Map<string, Kinds[K]> } = {
    balancer: new Map(),
    group: new Map(),
    listener: new Map(),
    rule: new Map(),
  };

  function apply(change: Change): void {
    if ('removed' in change) maps[change.removed].delete(change.arn);
    else (maps[change.set] as Map<string, unknown>).set(change.value.arn, change.value);
  }

  const journal = openJournal<Change>(dataDir && join(dataDir, 'elasticloadbalancing', 'balancers.jsonl'), {
    replay: apply,
    *snapshot() {
      for (const [set, map] of Object.entries(maps))
        for (const value of map.values()) yield { set, value } as Change;
    },
  });

  return {
    balancers: maps.balancer,
    groups: maps.group,
    listeners: maps.listener,
    rules: maps.rule,
    set(kind, value) {
      const change = { set: kind, value } as Change;
      journal.append(change);
      apply(change);
    },
    remove(...gone) {
      const changes = gone.map(({ kind, arn }) => ({ removed: kind, arn }));
      journal.append(...changes);
      for (const change of changes) apply(change);
    },
    close: () => journal.close(),
  };
}

/** Whether an ARN is one of an account and region. */
export function isIn(arn: string, { accountId, region }: AccountRegion): boolean {
  const [, , , ownRegion, ownAccount] = arn.split(':', 5);
  return ownRegion === region && ownAccount === accountId;
}

/** Those of an account and region. */
export function within<Value extends { readonly arn: string }>(
  map: ReadonlyMap<string, Value>,
  scope: AccountRegion,
): Value[] {
  return [...map.values()].filter(({ arn }) => isIn(arn, scope));
}
