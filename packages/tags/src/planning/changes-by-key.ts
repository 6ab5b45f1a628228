import type { Change, Finding, Json } from '@groundcrew/plan';

/** Changes of one key of one kind, for one reason. */
export interface KeyGroup {
  readonly key: string;
  /** `+`: the key is added; `~`: its value is replaced; `-`: it is removed. */
  readonly sign: '+' | '~' | '-';
  /** Without the values that it quotes. */
  readonly reason: string;
  /** As many as resources: a resource has one change of a key. */
  readonly changes: number;
  /** The value that is set most, or removed most. */
  readonly value: Json;
  /** Different values; at most {@link MAX_VALUES}: there may be more then. */
  readonly values: number;
}

/** Different values of a group that are counted. */
export const MAX_VALUES = 1_000;

const signs = ['+', '~', '-'] as const;

/** What a plan does, by key: the keys with the most changes first, and of each what is set before what is removed. */
export function changesByKey(changes: readonly Change[]): readonly KeyGroup[] {
  const groups = new Map<string, Omit<KeyGroup, 'changes' | 'value' | 'values'> & { byValue: ByValue }>();
  const ofKey = new Map<string, number>();
  for (const { field: key, before, after, reason: given } of changes) {
    const sign = before === null ? '+' : after === null ? '-' : '~';
    const reason = withoutValues(given);
    const name = `${sign}${key}\0${reason}`;
    let group = groups.get(name);
    if (!group) {
      group = { key, sign, reason, byValue: { changes: 0, counts: new Map() } };
      groups.set(name, group);
    }
    count(group.byValue, sign === '-' ? before : after);
    ofKey.set(key, (ofKey.get(key) ?? 0) + 1);
  }
  return [...groups.values()]
    .map(({ byValue: { changes: total, counts }, ...group }): KeyGroup => {
      const [value] = [...counts].reduce((most, next) => (next[1] > most[1] ? next : most));
      return { ...group, changes: total, value: JSON.parse(value) as Json, values: counts.size };
    })
    .sort(
      (one, other) =>
        ofKey.get(other.key)! - ofKey.get(one.key)! ||
        compare(one.key, other.key) ||
        signs.indexOf(one.sign) - signs.indexOf(other.sign) ||
        other.changes - one.changes,
    );
}

interface ByValue {
  changes: number;
  readonly counts: Map<string, number>;
}

function count(byValue: ByValue, value: Json): void {
  byValue.changes += 1;
  const text = JSON.stringify(value);
  const known = byValue.counts.get(text);
  if (known !== undefined || byValue.counts.size < MAX_VALUES) byValue.counts.set(text, (known ?? 0) + 1);
}

/** Findings of one key and reason: the same decision for many resources. */

export interface FindingKeyGroup {
  readonly key: string;
  /** Without the values that it quotes. */
  readonly reason: string;
  readonly findings: number;
}

/** The findings of a plan by key and reason, the most frequent first. */
export function findingsByKey(findings: readonly Finding[]): readonly FindingKeyGroup[] {
  const groups = new Map<string, { key: string; reason: string; findings: number }>();
  for (const { field: key, reason: given } of findings) {
    const reason = withoutValues(given);
    const name = `${key}\0${reason}`;
    const group = groups.get(name);
    if (group) group.findings += 1;
    else groups.set(name, { key, reason, findings: 1 });
  }
  return [...groups.values()].sort(
    (one, other) => other.findings - one.findings || compare(one.key, other.key),
  );
}

/** `is how the policy writes "PROJECT"` and `… "project"` are one reason. */
function withoutValues(reason: string): string {
  return reason.includes('"') ? reason.replaceAll(/"(?:[^"\\]|\\.)*"/g, '"…"') : reason;
}

const compare = (one: string, other: string) => (one < other ? -1 : one > other ? 1 : 0);
