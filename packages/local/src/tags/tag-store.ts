import type { Clock } from '../clock.ts';

/** Tags by key: keys are case-sensitive in AWS. */
export type Tags = Readonly<Record<string, string>>;

/** The original state of a resource, as described or created. */
export interface OriginalTags {
  readonly tags: Tags;
  /** Whether it ever had a tag: the Resource Groups Tagging API returns such resources only. */
  readonly everTagged: boolean;
}

/** A resource that can have tags. */
export interface TaggableResource {
  readonly arn: string;
  /** In the format of ResourceTypeFilters of the Resource Groups Tagging API: `ec2:volume`, `s3:bucket`. */
  readonly type: string;
  readonly original: OriginalTags;
}

/** Resources by position: there may be very many, so each is created on demand. */
export interface TaggableResources {
  readonly size: number;
  /** `undefined`: not visible yet, or gone. */
  at(position: number): TaggableResource | undefined;
}

/** A service whose resources have tags. */
export interface TagSource {
  /** `undefined`: unknown resource. */
  find(arn: string): OriginalTags | undefined;
  resources(accountId: string, region: string): TaggableResources;
}

/** Tag visibility of a read. */
export interface TagRead {
  /** Age of the visible state in milliseconds; default: 0, the current state. */
  readonly staleMs?: number;
}

/** The tags of every resource of every service, by ARN. Only changes are stored here. */
export interface TagStore {
  /** Services whose resources have tags, in the order in which they were added. */
  readonly sources: readonly TagSource[];
  addSource(source: TagSource): void;
  /** The original state of a resource; `undefined`: unknown to all services. */
  find(arn: string): OriginalTags | undefined;
  /** A resource's tags; none for an unknown resource. */
  get(arn: string, read?: TagRead): Tags;
  /** The same with the original tags already known: faster, as no service is queried. */
  of(arn: string, original: Tags, read?: TagRead): Tags;
  /** Adds tags, or replaces those with the same key. */
  set(arn: string, tags: Tags): void;
  /** Removes tags; missing ones are ignored. */
  remove(arn: string, keys: readonly string[]): void;
  /** Whether it has or ever had a tag. */
  everTagged(arn: string, original?: OriginalTags): boolean;
  /** Calls back for each change, with the tags that there are then. */
  onChange(listener: (arn: string, tags: Tags) => void): void;
  /** Removes the tags of a deleted resource: a new one of the same name starts without them. */
  forget(arn: string): void;
}

/** How far back a stale read can see. */
export const TAG_HISTORY_MS = 60_000;

interface State {
  readonly atMs: number;
  readonly tags: Tags;
}

interface History {
  /** History of states, oldest first; the last is the current one. */
  readonly states: State[];
  everTagged: boolean;
}

/** Nothing changed yet. */
export function createTagStore({ clock }: { readonly clock: Pick<Clock, 'now'> }): TagStore {
  const sources: TagSource[] = [];
  const histories = new Map<string, History>();
  const listeners: ((arn: string, tags: Tags) => void)[] = [];

  function find(arn: string): OriginalTags | undefined {
    for (const source of sources) {
      const found = source.find(arn);
      if (found) return found;
    }
    return undefined;
  }

  function historyOf(arn: string): History {
    let history = histories.get(arn);
    if (!history) {
      const { tags, everTagged } = find(arn) ?? { tags: {}, everTagged: false };
      history = { states: [{ atMs: Number.NEGATIVE_INFINITY, tags }], everTagged };
      histories.set(arn, history);
    }
    return history;
  }

  function change(arn: string, next: (tags: Tags) => Tags): void {
    const nowMs = clock.now();
    const history = historyOf(arn);
    const { states } = history;
    const tags = next(states.at(-1)!.tags);
    states.push({ atMs: nowMs, tags });
    history.everTagged ||= Object.keys(tags).length > 0;
    // A read may see back to the last state that had begun by then; earlier states are not needed.
    const oldest = states.findLastIndex(({ atMs }) => atMs <= nowMs - TAG_HISTORY_MS);
    states.splice(0, Math.max(oldest, 0));
    for (const listener of listeners) listener(arn, tags);
  }

  function of(arn: string, original: Tags, { staleMs = 0 }: TagRead = {}): Tags {
    // No lookup while nothing was changed: a response may contain a hundred thousand resources.
    const states = histories.size === 0 ? undefined : histories.get(arn)?.states;
    if (!states) return original;
    if (staleMs <= 0) return states.at(-1)!.tags;
    const seenAtMs = clock.now() - staleMs;
    return (states.findLast(({ atMs }) => atMs <= seenAtMs) ?? states[0]!).tags;
  }

  return {
    sources,
    addSource: (source) => void sources.push(source),
    find,
    get: (arn, read) => of(arn, histories.has(arn) ? {} : (find(arn)?.tags ?? {}), read),
    of,
    set: (arn, added) => change(arn, (tags) => ({ ...tags, ...added })),
    remove: (arn, keys) =>
      change(arn, (tags) => Object.fromEntries(Object.entries(tags).filter(([key]) => !keys.includes(key)))),
    everTagged: (arn, original) =>
      histories.get(arn)?.everTagged ?? (original ?? find(arn))?.everTagged ?? false,
    onChange: (listener) => void listeners.push(listener),
    forget: (arn) => void histories.delete(arn),
  };
}
