import type { ListedTypeName } from '@groundcrew/aws/lists';
import { collectPages } from '@groundcrew/aws-core';
import type { Tags } from '@groundcrew/account';
import type { AccountClients } from './account-clients.ts';
import { noTags } from './empty.ts';
import { listResources, outerTypeOf } from './listed-types.ts';

/**
 * The resources of a type that its service lists, by ARN, with the tags that the list has, or none: of such a type the
 * tagging API returns what is or was tagged, and what it does not return is untagged if it exists.
 *
 * @param clients of that account and region
 * @throws GroundcrewError `aws-lists.list-failed`; the signal's reason
 */
export async function readListedTags(
  clients: AccountClients,
  place: { readonly accountId: string; readonly region: string },
  type: ListedTypeName,
  { signal }: { readonly signal?: AbortSignal | undefined } = {},
): Promise<ReadonlyMap<string, Tags>> {
  const options = signal ? { signal } : {};
  const outer = outerTypeOf(type);
  const within = outer
    ? (await collectPages(listResources(outer, clients, place, options))).map(({ arn }) => arn)
    : [];
  const found = await collectPages(listResources(type, clients, place, { ...options, within }));
  return new Map(found.map(({ arn, tags }) => [arn, tags ?? noTags]));
}
