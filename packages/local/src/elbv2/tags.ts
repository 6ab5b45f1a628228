import type { Form } from '../form.ts';
import { findTagsProblem, type ResourceRegistry } from '../resource-registry/index.ts';
import { AwsError } from '../service.ts';
import type { TagSource, Tags } from '../tags/index.ts';
import { tooMany, validationError } from './errors.ts';
import { type BalancerStore, within } from './store.ts';

/** The tags of a request, as they are written. @throws AwsError `DuplicateTagKeys` */
export function readTags(form: Form): Tags {
  const tags = new Map<string, string>();
  for (const tag of form.list('Tags')) {
    const key = tag.text('Key') ?? '';
    if (tags.has(key)) throw new AwsError(400, 'DuplicateTagKeys', `The tag key '${key}' was given twice`);
    tags.set(key, tag.text('Value') ?? '');
  }
  return Object.fromEntries(tags);
}

/** The tags of a create. @throws AwsError `ValidationError`, `TooManyTags`, `DuplicateTagKeys` */
export function readNewTags(form: Form): Tags {
  const tags = readTags(form);
  const problem = findTagsProblem(tags, {}, 'elasticloadbalancing:');
  if (problem)
    throw problem.kind === 'too-many' ? tooMany('Tags', problem.message) : validationError(problem.message);
  return tags;
}

/** Tags as a text that does not depend on their order. */
export function tagsText(tags: Tags): string {
  return JSON.stringify(Object.entries(tags).toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/** What has tags, with those that it was created with or that were stored later. */
export function createBalancerTagSource(store: BalancerStore): TagSource {
  const kinds = [
    ['loadbalancer', store.balancers],
    ['targetgroup', store.groups],
    ['listener', store.listeners],
    ['listener-rule', store.rules],
  ] as const;
  const originalOf = (tags: Tags) => ({ tags, everTagged: Object.keys(tags).length > 0 });
  return {
    find(arn) {
      for (const [, map] of kinds) {
        const found = map.get(arn);
        if (found) return originalOf(found.tags);
      }
      return undefined;
    },
    resources(accountId, region) {
      const all = kinds.flatMap(([kind, map]) =>
        within<{ readonly arn: string; readonly tags: Tags }>(map, { accountId, region }).map(
          ({ arn, tags }) => ({ arn, type: `elasticloadbalancing:${kind}`, original: originalOf(tags) }),
        ),
      );
      return { size: all.length, at: (position) => all[position] };
    },
  };
}

/** Stores what the tags of something are now: they are there again after a restart. */
export function storeTags(store: BalancerStore, registry: ResourceRegistry, arn: string): void {
  const tags = registry.tags.get(arn);
  const balancer = store.balancers.get(arn);
  if (balancer) return store.set('balancer', { ...balancer, tags });
  const group = store.groups.get(arn);
  if (group) return store.set('group', { ...group, tags });
  const listener = store.listeners.get(arn);
  if (listener) return store.set('listener', { ...listener, tags });
  const rule = store.rules.get(arn);
  if (rule) store.set('rule', { ...rule, tags });
}
