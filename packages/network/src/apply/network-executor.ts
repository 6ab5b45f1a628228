import { GroundcrewError } from '@groundcrew/errors';
import {
  type Change,
  type CurrentValue,
  type Executor,
  type Json,
  type Made,
  makesResource,
  type Settlement,
  stagesOf,
  resourceKeyOf,
} from '@groundcrew/plan';
import { changedFields } from '../desired/plan-network.ts';
import { type Item, kindRules } from '../desired/index.ts';
import { isAs, isIncomplete } from './compare-found.ts';
import {
  awsNameOf,
  isDuplicate,
  isNotFound,
  notVisible,
  isDuplicateError,
  resourceFailureOf,
} from './failures.ts';
import { heldError } from './holders.ts';
import { kindCalls } from './kinds.ts';
import { laterResources } from './later-resources.ts';
import type { Found, LookUp, Making, NetworkCalls } from './network-calls.ts';
import { CHANGE_TAG, changeTagOf, isOurs } from './tags.ts';

/** Whose network is made, and where. */
export interface NetworkExecutorOptions {
  /** Of the account and region of the plan. */
  readonly calls: NetworkCalls;
  /** The name of the network. */
  readonly network: string;
  /** The hash of the plan that is applied; of an undo that is planned, that of the apply. */
  readonly planHash: string;
}

/** The items of a change, as the plan has them. */
export interface ChangeItems {
  readonly before?: Item;
  readonly after?: Item;
}

/** Items are in plans as they are, without ids: those are in the plan's scope and in the journal. */
export function itemsOf({ before, after }: Pick<Change, 'before' | 'after'>): ChangeItems {
  return {
    ...(before !== null && { before: before as unknown as Item }),
    ...(after !== null && { after: after as unknown as Item }),
  };
}

/** Reads and makes the changes of a network, and looks for what it has besides. */
export interface NetworkExecutor extends Executor {
  /** See {@link laterResources}; by the ids that the executor knows, of the kinds of these changes. */
  laterResources(changes: readonly Change[], signal?: AbortSignal): Promise<readonly string[]>;
}

/** Reads and makes the changes of plans of kind `network`. */
export function createNetworkExecutor({ calls, network, planHash }: NetworkExecutorOptions): NetworkExecutor {
  const ids = new Map<string, string>();

  function look(signal: AbortSignal | undefined): LookUp {
    const answers = new Map<string, Promise<unknown>>();
    return {
      calls,
      ids,
      network,
      owner: planHash,
      signal,
      once<Answer>(key: string, ask: () => Promise<Answer>): Promise<Answer> {
        const known = answers.get(key) as Promise<Answer> | undefined;
        if (known) return known;
        const answer = ask();
        answers.set(key, answer);
        return answer;
      },
    };
  }

  const making = (change: Change, token: string, signal: AbortSignal | undefined): Making => ({
    ...look(signal),
    token,
    changeTag: changeTagOf(planHash, change.id),
  });

  /** @throws GroundcrewError `network.apply.ambiguous` */
  async function findOne(item: Item, looking: LookUp): Promise<Found | undefined> {
    const found = await kindCalls[item.kind].find(item, looking);
    if (found === undefined || !Array.isArray(found)) return found as Found | undefined;
    const all = found as readonly Found[];
    throw new GroundcrewError(
      'network.apply.ambiguous',
      `there are ${all.length} resources with the tags of ${item.key} of ${looking.network}: ${all
        .map(({ id }) => id)
        .join(', ')}; take the tag groundcrew:key off those that are not meant`,
      { details: { ids: all.map(({ id }) => id) } },
    );
  }

  async function current(change: Change, looking: LookUp): Promise<CurrentValue> {
    const { before, after } = itemsOf(change);
    const item = (after ?? before)!;
    const found = await findOne(item, looking);
    const isResource = resourceKeyOf(change) !== undefined;
    if (found === undefined) return isResource ? { value: null } : 'gone';
    if (isResource && after) return { value: foundForCreate(change, after, found, looking) };
    if (isResource && before) {
      if (found.state === 'removing') return { value: null };
      const { completed = [] } = kindCalls[before.kind];
      const isSame = isAs(found, before, looking, { without: [...completed, 'tags'] });
      // A failed one, and one that lacks what a second call would have set, are removed anyway.
      const isMade = ids.get(before.key) === found.id && isOurs(found, before, network);
      return { value: isSame || isMade ? change.before : describe(found, before) };
    }
    const tagsOf = (one: Item | undefined) => (one?.props['tags'] ?? {}) as Record<string, string>;
    if (isAs(found, after!, looking, { otherTags: tagsOf(before) })) return { value: change.after };
    if (isAs(found, before!, looking, { otherTags: tagsOf(after) })) return { value: change.before };
    return { value: describe(found, before!) };
  }

  function foundForCreate(change: Change, after: Item, found: Found, looking: LookUp): Json {
    const isKnown = ids.get(after.key) === found.id && found.id !== '';
    if (!isKnown && (found.state === 'failed' || found.state === 'removing')) return null;
    const rule = kindRules[after.kind];
    const { completed = [] } = kindCalls[after.kind];
    if (rule.identity === 'ownership-tag' && after.kind !== 'ipv6-range' && !isKnown) {
      // Of another plan: whoever made it, this plan was made without knowing of it.
      if (found.tags?.[CHANGE_TAG] !== changeTagOf(planHash, change.id)) return describe(found, after);
    }
    if (isAs(found, after, looking, { without: ['tags'] })) return change.after;
    return isIncomplete(found, after, looking, [...completed, 'tags']) ? null : describe(found, after);
  }

  async function make(change: Change, token: string, known: Made | undefined, signal?: AbortSignal) {
    const { before, after } = itemsOf(change);
    const item = (after ?? before)!;
    const kind = kindCalls[item.kind];
    const with_ = making(change, token, signal);
    if (resourceKeyOf(change) === undefined) {
      const found = await findOne(item, with_);
      if (!found) throw goneError(item);
      await kind.update!(before!, after!, changedFields(before!, after!), found, with_);
      return undefined;
    }
    if (after) return await create(after, with_, known);
    await remove(before!, with_);
    return undefined;
  }

  async function create(item: Item, with_: Making, known: Made | undefined): Promise<Made | undefined> {
    const kind = kindCalls[item.kind];
    let id: string;
    try {
      const existing = known && (await findOne(item, with_));
      id = await kind.make(item, with_, existing);
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      const existing = await findOne(item, look(with_.signal));
      // The one that it is a duplicate of may not be visible yet; a change batch may be invalid for other reasons.
      if (!existing)
        throw isDuplicateError(error)
          ? notVisible(`${item.name} is there, and not visible yet`, error)
          : error;
      const isWanted = isAs(existing, item, with_, { without: [...(kind.completed ?? []), 'tags'] });
      if (!isWanted || !(isOurs(existing, item, network) || isUntagged(existing))) {
        throw new GroundcrewError(
          'network.apply.foreign',
          `${item.name} is there already (${existing.id || awsNameOf(error)}), and not as the plan wants it; make a new plan`,
          { cause: error, details: { id: existing.id } },
        );
      }
      id = await kind.make(item, with_, existing);
    }
    if (id === '') id = (await findOne(item, look(with_.signal)))?.id ?? '';
    return id === '' ? undefined : { id };
  }

  async function remove(item: Item, with_: Making): Promise<void> {
    const id = ids.get(item.key);
    const found = await findOne(item, with_);
    if (!found || found.state === 'removing') {
      // Not visible yet, or gone: by its id, the call to remove it finds which.
      if (id === undefined || found) return;
    }
    const target: Found = found ?? { id: id!, values: {} };
    try {
      await kindCalls[item.kind].remove(item, id === undefined ? target : { ...target, id }, with_);
    } catch (error) {
      if (isNotFound(error)) return;
      if (awsNameOf(error) !== 'DependencyViolation' && awsNameOf(error) !== 'InvalidGroup.InUse')
        throw error;
      throw await heldError(item, id ?? target.id, with_, error);
    }
  }

  async function settle(change: Change, made: Made | undefined, signal?: AbortSignal): Promise<Settlement> {
    const { before, after } = itemsOf(change);
    const item = (after ?? before)!;
    const looking = look(signal);
    if (makesResource(change)) {
      const found = await findOne(item, looking);
      if (!found) return { state: 'pending', progress: 'not visible yet' };
      if (made && found.id !== '' && found.id !== made.id && item.kind !== 'association') {
        return { state: 'pending', progress: 'not visible yet' };
      }
      if (found.state === 'failed') {
        return { state: 'failed', ...(found.cause ?? { code: 'Failed', message: `${item.name} failed` }) };
      }
      if (found.state === 'pending') return { state: 'pending', progress: 'being made' };
      const other = item.kind === 'vpc' ? await otherVpc(found.id, item, looking) : undefined;
      if (other !== undefined) {
        return {
          state: 'failed',
          code: 'network.apply.concurrent',
          message: `${other} is another VPC of ${network}, made meanwhile by another apply; make a new plan once that has ended`,
        };
      }
      return isAs(found, item, looking, { without: ['tags'] })
        ? { state: 'done' }
        : { state: 'pending', progress: 'not visible yet' };
    }
    if (resourceKeyOf(change) !== undefined) {
      const found = await findOne(item, looking);
      return found ? { state: 'pending', progress: 'being removed' } : { state: 'done' };
    }
    const found = await findOne(item, looking);
    if (found?.state === 'failed') {
      return { state: 'failed', ...(found.cause ?? { code: 'Failed', message: `${item.name} failed` }) };
    }
    const isDone = found && found.state !== 'pending' && isAs(found, item, looking);
    return isDone ? { state: 'done' } : { state: 'pending', progress: 'being changed' };
  }

  /** Another one with the tags of this network: AWS has no way to refuse a second VPC of it. */
  async function otherVpc(id: string, item: Item, looking: LookUp): Promise<string | undefined> {
    const unknown = new Map<string, string>();
    const found = await kindCalls.vpc.find(item, { ...look(looking.signal), ids: unknown });
    return [found ?? []].flat().find((each) => each.id !== id && each.id !== '')?.id;
  }

  return {
    laterResources: (changes, signal) =>
      laterResources(
        look(signal),
        new Set(
          changes.map((change) => {
            const { before, after } = itemsOf(change);
            return (after ?? before)!.kind;
          }),
        ),
      ),
    async read(fields, signal) {
      const looking = look(signal);
      const values = new Map<string, CurrentValue>();
      for (const field of fields) values.set(field.id, await current(field as Change, looking));
      return values;
    },
    batches: (changes) => stagesOf(changes).flatMap((stage) => stage.map((change) => [change])),
    apply: () => Promise.reject(new TypeError('parts of networks are made one by one')),
    isRetryable: (error) => ['throttled', 'unanswered'].includes(resourceFailureOf(error)),
    isFatal: (error) => resourceFailureOf(error) === 'fatal',
    resources: {
      ids,
      identityOf(change) {
        const { before, after } = itemsOf(change);
        return before || !after ? undefined : kindRules[after.kind].identity;
      },
      async find(change, signal) {
        const { before, after } = itemsOf(change);
        const item = (after ?? before)!;
        const looking = look(signal);
        const found = await findOne(item, looking);
        if (!found || found.id === '') return undefined;
        const isKnown = ids.get(item.key) === found.id;
        if (after && !isKnown && (found.state === 'failed' || found.state === 'removing')) return undefined;
        // The tag of the change marks what an earlier call of it made; that of a range is only of the VPC.
        const byTag = kindRules[item.kind].identity === 'ownership-tag' && item.kind !== 'ipv6-range';
        const isOfChange = found.tags?.[CHANGE_TAG] === changeTagOf(planHash, change.id);
        return byTag && !isKnown && !isOfChange ? undefined : { id: found.id };
      },
      make: (change, { token, existing, signal }) => make(change, token, existing, signal),
      settle,
      async discard(change, made, signal) {
        const { after } = itemsOf(change);
        if (!after) return;
        try {
          await kindCalls[after.kind].remove(after, { id: made.id, values: {} }, making(change, '', signal));
        } catch (error) {
          if (!isNotFound(error)) throw error;
        }
      },
      failureOf: resourceFailureOf,
    },
  };
}

/** By its kind it has no tags, so that what it is shows whose it is. */
const isUntagged = ({ tags }: Found): boolean => tags === undefined;

/** What is there, in a plan's terms: for people and programs. */
function describe({ id, values, state }: Found, { key }: Item): Json {
  const known = Object.entries(values).filter(([, value]) => value !== undefined);
  return {
    key,
    ...(id !== '' && { id }),
    ...(state && { state }),
    ...(Object.fromEntries(known) as Record<string, Json>),
  };
}

function goneError({ name, key }: Item): GroundcrewError {
  return new GroundcrewError('network.apply.gone', `${name} (${key}) is not there any more; make a new plan`);
}
