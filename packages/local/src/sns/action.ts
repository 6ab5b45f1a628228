import type { Form } from '../form.ts';
import type { LocalRequest } from '../service.ts';
import type { TagStore } from '../tags/index.ts';
import type { XmlElements } from '../xml.ts';
import { invalidParameter } from './errors.ts';
import type { TopicStore } from './topics.ts';

/** The context of an SNS action. */
export interface ActionCall {
  readonly form: Form;
  readonly request: LocalRequest;
  readonly store: TopicStore;
  readonly tags: TagStore;
  /** URL of this server as seen by the caller, for links. */
  readonly endpoint: string;
}

export type Action = (call: ActionCall) => XmlElements;

/** @throws AwsError `InvalidParameter` if it is missing. */
export function needText(form: Form, name: string): string {
  const text = form.text(name);
  if (!text) throw invalidParameter(`${name} is missing`);
  return text;
}

const PAGE_SIZE = 100;

/**
 * One page of a list, as in SNS: at most a hundred.
 *
 * @throws AwsError `InvalidParameter` for a token that no page returned.
 */
export function pageOf<Item extends { readonly arn: string }>(
  items: readonly Item[],
  token: string | undefined,
): { readonly page: readonly Item[]; readonly NextToken: string | undefined } {
  const after = token === undefined ? '' : Buffer.from(token, 'base64url').toString();
  if (token !== undefined && !after.startsWith('arn:')) throw invalidParameter(`NextToken "${token}"`);
  // By name and not by index: a deletion between two pages must not skip an entry.
  const later = items.toSorted((a, b) => (a.arn < b.arn ? -1 : 1)).filter(({ arn }) => arn > after);
  const page = later.slice(0, PAGE_SIZE);
  const isLast = page.length === later.length;
  return { page, NextToken: isLast ? undefined : Buffer.from(page.at(-1)?.arn ?? '').toString('base64url') };
}

/** A map of strings in a response. */
export function entriesOf(map: Readonly<Record<string, string>>): XmlElements {
  return { entry: Object.entries(map).map(([key, value]) => ({ key, value })) };
}
