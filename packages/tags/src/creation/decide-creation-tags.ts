import { isReservedKey, MAX_TAGS } from '@groundcrew/aws/tagging';
import type { Change } from '@groundcrew/plan';
import type { TaggedResource } from '../model.ts';
import { createFixer, isTagChange } from '../planning/index.ts';
import { matchKey, rulesFor, type TagPolicy } from '../policy/index.ts';
import { fold } from '../policy/fold.ts';
import type { Creation } from './read-creation.ts';

/** The tags that new resources get. */
export interface CreationTagRules {
  /** Its defaults and inheritance; left out: none. */
  readonly policy?: TagPolicy;
  /** Key of the tag with the creator; left out: no such tag. */
  readonly createdByKey?: string;
  /** Key of the tag with the time, in ISO 8601; left out: no such tag. */
  readonly createdAtKey?: string;
}

/**
 * The missing tags of new resources. Tags are only added: an existing key is not changed, in any spelling, and no second
 * key is added for it; fixes that need a removal are left to audits and plans. If there is no room for all tags, the
 * creator comes first.
 *
 * @param resources with the tags that they have; those with unknown tags get none
 * @param parents by ARN, what they may inherit from
 */
export function decideCreationTags(
  resources: readonly TaggedResource[],
  parents: ReadonlyMap<string, TaggedResource>,
  made: Pick<Creation, 'madeBy' | 'madeAt'>,
  rules: CreationTagRules,
  nowMs: number,
): readonly Change[] {
  const resourcesByArn = new Map([...parents, ...resources.map((one) => [one.arn, one] as const)]);
  const { policy, createdByKey, createdAtKey } = rules;
  const fixesOf = policy && createFixer({ policy, resourcesByArn, nowMs });
  return resources.flatMap((resource) => {
    const { tags } = resource;
    if (tags === null) return [];
    const applying = policy ? rulesFor(policy, resource, nowMs).map(({ rule }) => rule) : [];
    const ruleOf = (key: string) => applying.find((rule) => matchKey(rule, key) !== undefined);
    const taken = Object.keys(tags);
    const wanted: Pick<Change, 'field' | 'after' | 'reason' | 'source'>[] = [];
    const add = ({ field, ...change }: (typeof wanted)[number]) => {
      const rule = ruleOf(field);
      // A resource with `owner` and `Owner` would have two owners.
      const isThere = (key: string) =>
        fold(key) === fold(field) || (rule && matchKey(rule, key) !== undefined);
      if (taken.some(isThere)) return;
      const key = rule?.key ?? field;
      taken.push(key);
      wanted.push({ field: key, ...change });
    };
    const record = (field: string | undefined, after: string, reason: string) => {
      if (field !== undefined) add({ field, after, reason, source: 'CloudTrail' });
    };
    record(createdByKey, made.madeBy, 'records the creator');
    record(createdAtKey, made.madeAt, 'records the time of creation');
    for (const fix of fixesOf?.(resource) ?? []) {
      if (!isTagChange(fix) || !isPlainAddition(fix)) continue;
      const { key: field, after, reason, source } = fix;
      add({ field, after, reason, ...(source !== undefined && { source }) });
    }
    const room = MAX_TAGS - Object.keys(tags).filter((key) => !isReservedKey(key)).length;
    return wanted.slice(0, Math.max(0, room)).map((change): Change => ({
      id: `${resource.arn}#${change.field}`,
      target: { accountId: resource.accountId, region: resource.region, resource: resource.arn },
      before: null,
      ...change,
    }));
  });
}

/** Whether a fix only adds a tag: not one half of a rename, and not after a removal. */
function isPlainAddition({
  before,
  after,
  source,
  requires,
}: {
  before: string | null;
  after: string | null;
  source?: string;
  requires?: readonly string[];
}): boolean {
  return before === null && after !== null && requires === undefined && !source?.startsWith('tag ');
}
