import type { TagQuery } from '@groundcrew/aws/tagging';

/** A resource group as it was found. */
export interface FoundGroup {
  /** Twelve digits. */
  readonly accountId: string;
  readonly region: string;
  readonly name: string;
  readonly arn: string;
  /** `null`: it is not a group by tags. */
  readonly query: TagQuery | null;
  /** The group's own. */
  readonly tags: Readonly<Record<string, string>>;
}

/** The tag of groups that groundcrew has created; its value is the tag key of the group. Other groups are never changed. */
export const MARKER_KEY = 'groundcrew:group-by';

/** The query for all resources with a tag. */
export function queryOf(key: string, value: string): TagQuery {
  return { types: ['AWS::AllSupported'], tagFilters: [{ key, values: [value] }] };
}

/** The tag that a query of {@link queryOf} is for; nothing for any other. */
export function taggedBy(
  query: TagQuery | null,
): { readonly key: string; readonly value: string } | undefined {
  const [filter, ...others] = query?.tagFilters ?? [];
  if (filter === undefined || others.length > 0 || filter.values.length !== 1) return undefined;
  return { key: filter.key, value: filter.values[0]! };
}
