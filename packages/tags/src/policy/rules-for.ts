import { isReservedKey } from '@groundcrew/aws/tagging';
import type { TaggedResource } from '../model.ts';
import { exemptsKey } from './exempts-key.ts';
import { compileGlob, compileGlobs, type Matcher } from '@groundcrew/settings';
import { matchKey } from './match-key.ts';
import type { Exemption, ForbiddenRule, KeyRule, Scope, TagPolicy } from './policy.ts';
import { systemToKeep } from './system-keys.ts';

/** A rule that applies to a resource, and the exemption from it, if there is one. */
export interface ApplyingRule {
  readonly rule: KeyRule;
  readonly exempt?: Exemption;
}

/** A key of a resource that it may not have. */
export interface ForbiddenTag {
  readonly key: string;
  readonly value: string;
  readonly rule: ForbiddenRule;
  readonly exempt?: Exemption;
}

/** A tag that a rule would forbid, if another system did not depend on it. */
export interface KeptTag extends Omit<ForbiddenTag, 'exempt'> {
  /** `Kubernetes` */
  readonly system: string;
}

/** The rules for keys that apply to `resource`, in the policy's order. */
export function rulesFor(policy: TagPolicy, resource: TaggedResource, nowMs: number): ApplyingRule[] {
  const { exemptions, applying } = compiledOf(policy);
  const covering = exemptions.filter(({ covers }) => covers(resource));
  return applying(resource).keys.map((rule) => {
    const exempt = covering.find(
      ({ exemption }) => exemptsKey(exemption, rule.key) && isActive(exemption, nowMs),
    )?.exemption;
    return exempt ? { rule, exempt } : { rule };
  });
}

/**
 * The tags of `resource` that the policy forbids. It never includes tags of `aws:`, tags with a rule of their own, and tags
 * that are kept: see {@link keptFor}.
 */
export function forbiddenFor(policy: TagPolicy, resource: TaggedResource, nowMs: number): ForbiddenTag[] {
  return matchForbidden(policy, resource, nowMs).filter(({ system }) => system === undefined);
}

/**
 * The tags of `resource` on which other systems depend, and that only rules forbid that do not name them. Such a rule (`*`)
 * is meant for tags of people; a cluster without its tags loses its nodes.
 */
export function keptFor(policy: TagPolicy, resource: TaggedResource, nowMs: number): readonly KeptTag[] {
  return matchForbidden(policy, resource, nowMs).flatMap(({ system, exempt, ...tag }) =>
    system === undefined || exempt ? [] : [{ ...tag, system }],
  );
}

function matchForbidden(
  policy: TagPolicy,
  resource: TaggedResource,
  nowMs: number,
): (ForbiddenTag & { readonly system?: string })[] {
  if (policy.forbidden.length === 0) return [];
  const { exemptions, applying } = compiledOf(policy);
  const { keys, forbidden } = applying(resource);
  if (forbidden.length === 0) return [];
  const found: (ForbiddenTag & { readonly system?: string })[] = [];
  const tags = resource.tags ?? {};
  for (const [key, value] of Object.entries(tags)) {
    if (isReservedKey(key)) continue;
    const matching = forbidden.filter(({ matches }) => matches(key));
    if (matching.length === 0 || keys.some((each) => matchKey(each, key))) continue;
    // A rule that names the key counts, also after one that does not.
    const kept = matching.map(({ rule: { key: glob } }) => systemToKeep(glob, key, value, tags));
    const naming = kept.indexOf(undefined);
    const { rule } = matching[Math.max(0, naming)]!;
    const system = naming < 0 ? kept[0] : undefined;
    const exempt = exemptions.find(
      ({ exemption, covers }) => exemptsKey(exemption, key) && covers(resource) && isActive(exemption, nowMs),
    )?.exemption;
    found.push({ key, value, rule, ...(exempt && { exempt }), ...(system !== undefined && { system }) });
  }
  return found;
}

/** Whether the last day of `exemption`, in UTC, is not over. */
export function isActive({ until }: Exemption, nowMs: number): boolean {
  return until === undefined || nowMs < Date.parse(`${until}T00:00:00Z`) + 86_400_000;
}

/** Whether `exemption` is for `resource`, regardless of its last day. */
export function coversResource(policy: TagPolicy, exemption: Exemption, resource: TaggedResource): boolean {
  return compiledOf(policy)
    .exemptions.find((each) => each.exemption === exemption)!
    .covers(resource);
}

type Place = Pick<TaggedResource, 'type' | 'region' | 'accountId'>;

interface Applying {
  readonly keys: readonly KeyRule[];
  readonly forbidden: readonly { readonly rule: ForbiddenRule; readonly matches: Matcher }[];
}

interface Compiled {
  readonly applying: (place: Place) => Applying;
  readonly exemptions: readonly {
    readonly exemption: Exemption;
    readonly covers: (resource: TaggedResource) => boolean;
  }[];
}

const compiled = new WeakMap<TagPolicy, Compiled>();

function compiledOf(policy: TagPolicy): Compiled {
  let found = compiled.get(policy);
  if (!found) {
    found = compile(policy);
    compiled.set(policy, found);
  }
  return found;
}

function compile(policy: TagPolicy): Compiled {
  const keys = policy.keys.map((rule) => {
    const isRequired = rule.requiredFor && compileScope(rule.requiredFor);
    const optional = { ...rule, required: false };
    return {
      applies: compileScope(rule.appliesTo),
      ruleAt: (place: Place) => (!isRequired || isRequired(place) ? rule : optional),
    };
  });
  const forbidden = policy.forbidden.map((rule) => ({
    rule,
    applies: compileScope(rule.appliesTo),
    matches: compileForbidden(rule),
  }));
  // An account has many resources in few regions and of few types: the rules of each combination are determined once.
  const known = new Map<string, Applying>();
  return {
    applying: (place) => {
      const name = `${place.type} ${place.region} ${place.accountId}`;
      let found = known.get(name);
      if (!found) {
        found = {
          keys: keys.filter(({ applies }) => applies(place)).map(({ ruleAt }) => ruleAt(place)),
          forbidden: forbidden.filter(({ applies }) => applies(place)),
        };
        known.set(name, found);
      }
      return found;
    },
    exemptions: policy.exemptions.map((exemption) => ({
      exemption,
      covers: compileMatch(exemption.match),
    })),
  };
}

function compileForbidden({ key, except = [] }: ForbiddenRule): Matcher {
  const matches = compileGlob(key);
  const isExcepted = compileGlobs(except);
  return (text) => matches(text) && !isExcepted(text);
}

function compileScope({ types, regions, accounts, not }: Scope): (place: Place) => boolean {
  const [ofType, inRegion, ofAccount] = [types, regions, accounts].map(compileGlobs) as [
    Matcher,
    Matcher,
    Matcher,
  ];
  const notType = compileGlobs(not?.types ?? []);
  const notRegion = compileGlobs(not?.regions ?? []);
  const notAccount = compileGlobs(not?.accounts ?? []);
  return ({ type, region, accountId }) =>
    ofType(type) &&
    inRegion(region) &&
    ofAccount(accountId) &&
    !notType(type) &&
    !notRegion(region) &&
    !notAccount(accountId);
}

function compileMatch({ type, region, account, arn, tag }: Exemption['match']) {
  const ofType = compileGlob(type ?? '*');
  const inRegion = compileGlob(region ?? '*');
  const ofAccount = compileGlob(account ?? '*');
  const hasArn = compileGlob(arn ?? '*');
  const tagged = Object.entries(tag ?? {}).map(([key, glob]) => ({
    hasKey: compileGlob(key),
    hasValue: compileGlob(glob),
  }));
  return (resource: TaggedResource): boolean =>
    ofType(resource.type) &&
    inRegion(resource.region) &&
    ofAccount(resource.accountId) &&
    hasArn(resource.arn) &&
    tagged.every(({ hasKey, hasValue }) =>
      Object.entries(resource.tags ?? {}).some(([key, value]) => hasKey(key) && hasValue(value)),
    );
}
