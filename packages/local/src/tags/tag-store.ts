import type { Clock } from '../clock.ts';

/** Tags by key: AWS tells keys of another case apart. */
export type Tags = Readonly<Record<string, string>>;

/** What a resource was described or created with. */
export interface OriginalTags {
  readonly tags: Tags;
  /** Whether it ever bore a tag: the Resource Groups Tagging API tells of such resources only. */
  readonly everTagged: boolean;
}

/** A resource that can bear tags. */
export interface TaggableResource {
  readonly arn: string;
  /** As ResourceTypeFilters of the Resource Groups Tagging API has it: `ec2:volume`, `s3:bucket`. */
  readonly type: string;
  readonly original: OriginalTags;
}

/** Resources by position: there may be very many, so each is made when it is asked for. */
export interface TaggableResources {
  readonly size: number;
  /** `undefined`: not known yet, or no more. */
  at(position: number): TaggableResource | undefined;
}

/** A service whose resources bear tags. */
export interface TagSource {
  /** `undefined`: there is no such resource here. */
  find(arn: string): OriginalTags | undefined;
  resources(accountId: string, region: string): TaggableResources;
}

/** How a read sees the tags. */
export interface TagRead {
  /** As they were so long ago; 0, as they are, unless said otherwise. */
  readonly staleMs?: number;
}

/** The tags of every resource of every service, by ARN. Only what was changed is held here. */
export interface TagStore {
  /** Services whose resources bear tags, in the order in which they were added. */
  readonly sources: readonly TagSource[];
  addSource(source: TagSource): void;
  /** What a resource was described with; `undefined`: no service knows it. */
  find(arn: string): OriginalTags | undefined;
  /** A resource's tags; none where no service knows it. */
  get(arn: string, read?: TagRead): Tags;
  /** The same where the original tags are at hand: quicker, as nobody is asked for them. */
  of(arn: string, original: Tags, read?: TagRead): Tags;
  /** Puts these beside the tags that are there, or in their place. */
  set(arn: string, tags: Tags): void;
  /** Takes tags off; those that are not there are left out of account. */
  remove(arn: string, keys: readonly string[]): void;
  /** Whether it bears a tag, or ever bore one. */
  everTagged(arn: string, original?: OriginalTags): boolean;
  /** The resource is deleted: one of the same name starts anew. */
  forget(arn: string): void;
}

/** How far back a stale read can see. */
export const TAG_HISTORY_MS = 60_000;

interface State {
  readonly atMs: number;
  readonly tags: Tags;
}

interface History {
  /** What there was, oldest first; the last is what there is. */
  readonly states: State[];
  everTagged: boolean;
}

/** Nothing changed yet. */
export function createTagStore({ clock }: { readonly clock: Pick<Clock, 'now'> }): TagStore {
  const sources: TagSource[] = [];
  const histories = new Map<string, History>();

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
    // The last state that had begun by then is as far as a read may see; what came before it is of no use.
    const oldest = states.findLastIndex(({ atMs }) => atMs <= nowMs - TAG_HISTORY_MS);
    states.splice(0, Math.max(oldest, 0));
  }

  function of(arn: string, original: Tags, { staleMs = 0 }: TagRead = {}): Tags {
    // Nothing to look for as long as nothing was changed: an answer may tell of a hundred thousand resources.
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
    forget: (arn) => void histories.delete(arn),
  };
}
