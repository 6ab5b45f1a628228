import { createHash } from 'node:crypto';
import type { Form } from '../../form.ts';
import { findTagsProblem, isReserved } from '../../resource-registry/tag-rules.ts';
import type { Tags } from '../../tags/index.ts';
import { invalidParameter, missingParameter } from '../errors.ts';
import type { RequestContext } from '../request-context.ts';
import { limitExceeded, refused } from './network-errors.ts';
import type { NetworkResource, NetworkResourceKind, NetworkResources } from './network-resources.ts';

/** A parameter that has to be there. @throws AwsError `MissingParameter` */
export function required(form: Form, name: string): string {
  const value = form.text(name);
  if (value === undefined || value === '') throw missingParameter(lowerFirst(name));
  return value;
}

/** EC2 names parameters in its messages with a small letter. */
function lowerFirst(name: string): string {
  return name.slice(0, 1).toLowerCase() + name.slice(1);
}

/** A whole number, if there is one. @throws AwsError `InvalidParameterValue` */
export function integerOf(form: Form, name: string): number | undefined {
  const text = form.text(name);
  if (text === undefined) return undefined;
  if (!/^-?\d{1,9}$/.test(text))
    throw invalidParameter(`Value (${text}) for parameter ${lowerFirst(name)} is invalid.`);
  return Number(text);
}

export const isTrue = (form: Form, name: string): boolean => form.text(name) === 'true';

const MAX_TOKEN_LENGTH = 64;

/** What all resources have that a call makes: number, id, times, and the tags of its `TagSpecification`. @throws AwsError */
export function newResource<Kind extends NetworkResourceKind>(
  kind: Kind,
  form: Form,
  context: RequestContext,
  others: readonly NetworkResourceKind[] = [],
): Pick<NetworkResources[Kind], 'id' | 'serial' | 'createdMs' | 'tags'> & {
  readonly kind: Kind;
  readonly visibleMs?: number;
} {
  const tags = tagsOfSpecification(form, kind, [kind, ...others]);
  return { kind, ...context.network.next(kind), ...timesOf(context), tags };
}

/** What a call makes beside what it was asked for; found when that is. */
export function newDependent<Kind extends NetworkResourceKind>(
  kind: Kind,
  made: Pick<NetworkResource, 'createdMs' | 'visibleMs'>,
  context: RequestContext,
) {
  const { createdMs, visibleMs } = made;
  return {
    kind,
    ...context.network.next(kind),
    createdMs,
    ...(visibleMs !== undefined && { visibleMs }),
    tags: {},
  };
}

function timesOf({ network, networkSettings }: RequestContext): {
  readonly createdMs: number;
  readonly visibleMs?: number;
} {
  const lateMs = networkSettings.draw.lateMs();
  return { createdMs: network.nowMs, ...(lateMs > 0 && { visibleMs: network.nowMs + lateMs }) };
}

/** The tags of the specifications of a type. @throws AwsError `InvalidParameterValue`, `TagLimitExceeded` */
export function tagsOfSpecification(form: Form, type: string, allowed: readonly string[]): Tags {
  const tags: Record<string, string> = {};
  for (const specification of form.structures('TagSpecification')) {
    const written = required(specification, 'ResourceType');
    if (!allowed.includes(written))
      throw invalidParameter(`'${written}' is not a valid taggable resource type for this operation.`);
    const list = specification.structures('Tag');
    if (list.length === 0) throw invalidParameter('Tag specification must have at least one tag');
    if (written !== type) continue;
    for (const tag of list) {
      const key = tag.text('Key') ?? '';
      if (isReserved(key))
        throw invalidParameter("Tag keys starting with 'aws:' are reserved for internal use");
      if (Object.hasOwn(tags, key)) throw invalidParameter(`Duplicate tag key '${key}' specified.`);
      Object.defineProperty(tags, key, { value: tag.text('Value') ?? '', enumerable: true });
    }
  }
  const problem = findTagsProblem(tags, {}, `ec2:${type}`);
  if (problem?.kind === 'too-many')
    throw refused('TagLimitExceeded', 'The maximum number of Tags for a resource has been reached.');
  if (problem) throw invalidParameter(problem.message);
  return tags;
}

/**
 * What the same call made before, by its client token.
 *
 * Rules: "Ensuring idempotency in Amazon EC2 API requests": the same token with other parameters is an error.
 *
 * @returns the resource, or the token of a new one
 * @throws AwsError `IdempotentParameterMismatch`
 */
export function byToken<Kind extends NetworkResourceKind>(
  kind: Kind,
  form: Form,
  parameters: unknown,
  { network }: RequestContext,
): {
  readonly before: NetworkResources[Kind] | undefined;
  readonly token: { readonly token?: NonNullable<NetworkResource['token']> };
} {
  const text = form.text('ClientToken');
  if (text === undefined || text === '') return { before: undefined, token: {} };
  if (text.length > MAX_TOKEN_LENGTH)
    throw invalidParameter(
      `Value (${text}) for parameter clientToken is invalid. At most ${MAX_TOKEN_LENGTH} characters.`,
    );
  const tags = form
    .structures('TagSpecification')
    .map((each) => [
      each.text('ResourceType'),
      each.structures('Tag').map((tag) => [tag.text('Key'), tag.text('Value')]),
    ]);
  const request = createHash('sha256')
    .update(JSON.stringify([parameters, tags]))
    .digest('base64url');
  const before = network.all(kind).find(({ token }) => token?.text === text);
  if (before && before.token?.request !== request) {
    throw refused(
      'IdempotentParameterMismatch',
      'The client token you have provided is associated with a resource that was created by a request with different parameters.',
    );
  }
  return { before, token: { token: { text, request } } };
}

/**
 * Refuses one more than a quota. An account that was described with as many has a larger quota, which is unknown: it gets as many more.
 *
 * @throws AwsError with the code
 */
export function checkQuota(
  present: readonly NetworkResource[],
  quota: number,
  { network }: RequestContext,
  [code, what]: readonly [code: string, what: string],
): void {
  const described = present.filter(({ kind, id }) => network.isDescribed(kind, id)).length;
  if (present.length >= (described >= quota ? described + quota : quota)) throw limitExceeded(code, what);
}

/** The elements of tags in a response of a create call. */
export function tagElements(tags: Tags) {
  return { item: Object.entries(tags).map(([key, value]) => ({ key, value })) };
}

export const SUCCESS = '<return>true</return>';
