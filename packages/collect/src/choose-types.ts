import { type TaggableKind, taggableKinds } from '@groundcrew/aws/ec2/tagging';
import { compileGlobs, isGlob } from '@groundcrew/settings';
import { type ListedType, listedTypes } from './listed-types.ts';

/** The calls that some types need. */
export interface ChosenTypes {
  /** Kinds of EC2 to describe. */
  readonly kinds: readonly TaggableKind[];
  /** Types to list by their services' own calls. */
  readonly listed: readonly ListedType[];
  /**
   * Filters for GetResources: none for everything; `undefined` if it need not be called. They name services, and of
   * EC2 types: not every service's type has the name in GetResources that it has in its ARNs.
   */
  readonly filters: readonly string[] | undefined;
  /** Whether attributes and all links are read. */
  readonly isDetailed: boolean;
  /** Whether types are requested that only GetResources returns. */
  readonly others: boolean;
  matches(type: string): boolean;
}

/** API reference, "GetResources", ResourceTypeFilters. */
const MAX_FILTERS = 100;

/** The calls that the types need; globs, default: all types. */
export function chooseTypes(globs: readonly string[] = ['*'], isDetailed = false): ChosenTypes {
  const matches = compileGlobs(globs);
  const kinds = taggableKinds.filter(matches);
  const listed = listedTypes.filter(matches);
  const described = new Set<string>(kinds);
  const known = new Set<string>([...kinds, ...listed]);
  const asked = globs.filter((glob) => !described.has(glob));
  const filters = [...new Set(asked.map(filterOf))];
  const isAll = filters.includes(undefined) || filters.length > MAX_FILTERS;
  return {
    kinds,
    listed,
    filters: asked.length === 0 ? undefined : isAll ? [] : filters.flatMap((filter) => filter ?? []),
    isDetailed,
    others: asked.some((glob) => !known.has(glob)),
    matches,
  };
}

/** The narrowest filter that includes all that a glob matches; nothing if it matches all services. */
function filterOf(glob: string): string | undefined {
  const [service = '', type = ''] = glob.split(':');
  if (isGlob(service) || service === '') return undefined;
  return service === 'ec2' && type !== '' && !isGlob(type) ? glob : service;
}
