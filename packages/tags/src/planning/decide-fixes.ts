import { checkTagKey, checkTagValue, isReservedKey, isTaggedByApi } from '@groundcrew/aws/tagging';
import { isGlob } from '@groundcrew/settings';
import type { TaggedResource, Tags } from '../model.ts';
import { type Exemption, forbiddenFor, type KeyRule, rulesFor, type TagPolicy } from '../policy/index.ts';
import { type ClaimedTag, claimTags, stateOf } from './claimed-tags.ts';
import { fitTagLimit } from './fit-tag-limit.ts';
import { type Fix, isTagChange, type TagChange } from './fix.ts';
import { createParentsFirst } from './parents-first.ts';
import { type IsExempt, withStableExemptions } from './stable-exemptions.ts';

/** The fixes to decide; default: all. What is not selected is not changed, also for those that inherit from it. */
export interface FixSelection {
  /** Types as {@link TaggedResource} has them. */
  readonly types?: readonly string[];
  /** Keys of rules, and forbidden keys. */
  readonly keys?: readonly string[];
}

export interface FixerOptions {
  readonly policy: TagPolicy;
  readonly resourcesByArn: ReadonlyMap<string, TaggedResource>;
  /** Milliseconds since 1970: exemptions end. */
  readonly nowMs: number;
  readonly only?: FixSelection;
  /**
   * Whether a resource that is not in `resourcesByArn` may exist, because it was not requested or its call failed;
   * default: no. No default value is set if such a parent may have one to inherit.
   */
  readonly mayExist?: (arn: string) => boolean;
}

/** The decision for a resource. */
export interface FixDecision {
  readonly fixes: readonly Fix[];
  /** As they will be. */
  readonly tags: Tags | null;
  /** Those that apply, also after the fixes. */
  readonly exemptions: readonly Exemption[];
}

/**
 * Decides the fixes of one resource after another. A resource inherits what its parents will have, so parents are
 * decided first, each once; resources of an inheritance cycle inherit nothing along it.
 */
export function createDecider(options: FixerOptions): (resource: TaggedResource) => FixDecision {
  // There may be very many resources: only results that others inherit are cached; the others are computed again.
  const inherited = new Map<string, Tags | null>();
  const cycles = new Map<string, ReadonlySet<string>>();
  const parents = parentsIn(options.resourcesByArn);
  const parentsFirst = createParentsFirst(options.resourcesByArn);
  let last: { readonly arn: string; readonly decision: FixDecision } | undefined;

  function decide(resource: TaggedResource, cycle: ReadonlySet<string>): FixDecision {
    const parentOf = (arn: string) => {
      if (cycle.has(arn)) return undefined;
      const parent = options.resourcesByArn.get(arn);
      if (parent) {
        const tags = inherited.get(arn);
        if (tags !== undefined) return { id: parent.id, tags };
        return { id: parent.id, tags: decide(parent, cycles.get(arn) ?? noCycle).tags };
      }
      return options.mayExist?.(arn) ? { id: arn, tags: null } : undefined;
    };
    const decideBy = (isExempt: IsExempt) => {
      const fixes = decideOne(resource, options, parentOf, isExempt);
      return { fixes, tags: resource.tags && applyFixes(resource.tags, fixes) };
    };
    const { policy, nowMs } = options;
    return withStableExemptions(policy, resource, nowMs, decideBy);
  }

  return (resource) => {
    const { arn } = resource;
    if (last?.arn === arn) return last.decision;
    let own: FixDecision | undefined;
    for (const { resource: next, cycle } of parentsFirst(resource)) {
      const decision = decide(next, cycle);
      if (parents.has(next.arn) || next.arn !== arn) inherited.set(next.arn, decision.tags);
      if (cycle.size > 0) cycles.set(next.arn, cycle);
      if (next.arn === arn) own = decision;
    }
    const decision = own ?? decide(resource, cycles.get(arn) ?? noCycle);
    last = { arn, decision };
    return decision;
  };
}

const noCycle: ReadonlySet<string> = new Set();

/** The ARNs that resources may inherit from. */
function parentsIn(resources: ReadonlyMap<string, TaggedResource>): ReadonlySet<string> {
  const found = new Set<string>();
  for (const { parents } of resources.values())
    for (const name in parents) found.add(parents[name as keyof typeof parents]!);
  return found;
}

/** As {@link createDecider}, for the fixes alone. */
export function createFixer(options: FixerOptions): (resource: TaggedResource) => readonly Fix[] {
  const decide = createDecider(options);
  return (resource) => decide(resource).fixes;
}

/**
 * The fixes of one resource. For many resources {@link createFixer} decides each parent once.
 *
 * @param resourcesByArn the possible parents; the resource itself need not be in it
 */
export function decideFixes(
  resource: TaggedResource,
  policy: TagPolicy,
  resourcesByArn: ReadonlyMap<string, TaggedResource>,
  nowMs: number,
): readonly Fix[] {
  return createFixer({ policy, resourcesByArn, nowMs })(resource);
}

interface Parent {
  readonly id: string;
  /** As they will be; `null`: unknown. */
  readonly tags: Tags | null;
}

type ParentOf = (arn: string) => Parent | undefined;

function decideOne(
  resource: TaggedResource,
  options: FixerOptions,
  parentOf: ParentOf,
  isExempt: IsExempt,
): readonly Fix[] {
  const { policy, nowMs, only = {} } = options;
  const { tags } = resource;
  if (tags === null || (only.types && !only.types.includes(resource.type))) return [];
  const isWanted = (key: string) => only.keys?.includes(key) ?? true;
  const rules = rulesFor(policy, resource, nowMs).map(({ rule }) => rule);
  const claimed = claimTags(rules, tags);
  const fixes: Fix[] = [];
  for (const rule of rules) {
    if (isExempt(rule.key) || !isWanted(rule.key)) continue;
    const own = claimed.get(rule);
    fixes.push(...(own ? repair(rule, own) : fillIn(rule, resource, rules, parentOf)));
  }
  for (const { key, ...why } of forbiddenTags(policy, resource, nowMs)) {
    if (isExempt(key) || !isWanted(key)) continue;
    fixes.push({ key, before: tags[key]!, after: null, ...why });
  }
  const count = Object.keys(tags).filter((key) => !isReservedKey(key)).length;
  return fitTagLimit(count, withinTagRules(fixes, resource.type));
}

/** What AWS would refuse becomes a finding, and what requires it is left. */
function withinTagRules(fixes: readonly Fix[], type: string): readonly Fix[] {
  if (!isTaggedByApi(type)) {
    return fixes.map((fix): Fix => (isTagChange(fix) ? { key: fix.key, finding: byHand(fix, type) } : fix));
  }
  const problems = new Map<string, string>();
  for (const fix of fixes) {
    if (!isTagChange(fix) || fix.after === null) continue;
    const problem = checkTagKey(fix.key, type) ?? checkTagValue(fix.after, type);
    if (problem !== undefined) problems.set(fix.key, problem);
  }
  if (problems.size === 0) return fixes;
  return fixes.flatMap((fix): readonly Fix[] => {
    const problem = problems.get(fix.key);
    if (problem !== undefined) return [{ key: fix.key, finding: `can't be set: ${problem}` }];
    return isTagChange(fix) && fix.requires?.some((key) => problems.has(key)) ? [] : [fix];
  });
}

function byHand({ before, after }: TagChange, type: string): string {
  const what = after === null ? 'is to be removed' : `is to be ${JSON.stringify(after)}`;
  const now = before === null || after === null ? '' : ` in place of ${JSON.stringify(before)}`;
  return `${what}${now}, and no call here changes the tags of ${type}; change it in its own service`;
}

/** Merges the key and its variants into the rule's key, with the canonical value. */
function repair(rule: KeyRule, own: readonly ClaimedTag[]): readonly Fix[] {
  const { key } = rule;
  const state = stateOf(rule, own);
  const shown = own.map((tag) => `${tag.key}=${tag.value}`);
  if (state.kind === 'conflict') {
    const finding = `${shown.map((one) => JSON.stringify(one)).join(' and ')} contradict each other; remove all but the right one`;
    return [{ key, finding }];
  }
  if (state.kind === 'bad-value') return [{ key, finding: `${JSON.stringify(shown[0])}: ${state.problem}` }];
  if (state.kind === 'absent') return [];
  const canonical = own.find((tag) => tag.key === key);
  const variants = own.filter((tag) => tag !== canonical);
  const fixes: Fix[] = [];
  if (canonical === undefined) {
    const names = variants.map((tag) => JSON.stringify(tag.key)).join(' and ');
    fixes.push({
      key,
      before: null,
      after: state.value,
      reason: `is how the policy writes ${names}`,
      source: `tag ${JSON.stringify(variants[0]!.key)}`,
    });
  } else if (canonical.value !== state.value) {
    const reason = `is how the policy writes ${JSON.stringify(canonical.value)}`;
    fixes.push({ key, before: canonical.value, after: state.value, reason, source: 'policy' });
  }
  // The value is copied before the variant is removed; if it is there already, that is a precondition.
  const rest = fixes.length > 0 ? { requires: [key] } : { holds: { key, value: state.value } };
  const reason = `is a variant of ${JSON.stringify(key)}, which has its value`;
  const removals = variants.map((tag) => ({
    key: tag.key,
    before: tag.value,
    after: null,
    reason,
    ...rest,
  }));
  return [...fixes, ...removals];
}

/** The fix of a key that the resource does not have. */
function fillIn(
  rule: KeyRule,
  resource: TaggedResource,
  rules: readonly KeyRule[],
  parentOf: ParentOf,
): readonly Fix[] {
  const { key } = rule;
  for (const relation of rule.inherit) {
    const arn = resource.parents[relation];
    const parent = arn === undefined ? undefined : parentOf(arn);
    if (parent === undefined) continue;
    const source = `${relation} ${parent.id}`;
    if (parent.tags === null) {
      return [{ key, finding: `is missing, and the tags of ${source}, which may have it, are unknown` }];
    }
    const state = stateOf(rule, claimTags(rules, parent.tags).get(rule));
    if (state.kind === 'absent') continue;
    if (state.kind === 'value') {
      return [{ key, before: null, after: state.value, reason: 'is inherited', source }];
    }
    // A value from elsewhere would remain after this one is corrected.
    const why = state.kind === 'conflict' ? 'has contradicting values' : `has a value that ${state.problem}`;
    return [
      {
        key,
        finding: `is missing, and ${source}, from which it would be inherited, ${why}; correct that first`,
      },
    ];
  }
  if (rule.default !== undefined) {
    return [{ key, before: null, after: rule.default, reason: "is the policy's default", source: 'default' }];
  }
  if (!rule.required) return [];
  return [
    {
      key,
      finding: 'is required and missing; there is no default and nothing to inherit it from',
    },
  ];
}

function forbiddenTags(policy: TagPolicy, resource: TaggedResource, nowMs: number) {
  return forbiddenFor(policy, resource, nowMs)
    .filter(({ rule }) => rule.remove)
    .map(({ key, rule }) => ({
      key,
      reason: `is forbidden by ${JSON.stringify(rule.key)}${rule.reason ? `: ${rule.reason}` : ''}`,
      ...(isGlob(rule.key) && { pattern: rule.key }),
    }));
}

function applyFixes(tags: Tags, fixes: readonly Fix[]): Tags {
  const changes = fixes.filter(isTagChange);
  if (changes.length === 0) return tags;
  const changed = new Map(Object.entries(tags));
  for (const { key, after } of changes) {
    if (after === null) changed.delete(key);
    else changed.set(key, after);
  }
  return Object.fromEntries(changed);
}
