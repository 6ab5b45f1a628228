import { didYouMean, GroundcrewError } from '@groundcrew/errors';
import { addressMatcher } from './address-matcher.ts';
import {
  instanceStates,
  lifecycles,
  MAX_TAG_KEY_LENGTH,
  MAX_TAG_VALUE_LENGTH,
  type Selection,
  type TagCondition,
} from './selection.ts';
import { idPattern, typePattern, zonePattern } from './value-forms.ts';

/** A typed selection: lists with commas, except for names and tags, whose texts may contain commas. */
export interface SelectionTexts {
  readonly ids?: string | undefined;
  readonly names?: readonly string[] | undefined;
  readonly tags?: readonly string[] | undefined;
  /** `all` is every state. */
  readonly states?: string | undefined;
  readonly types?: string | undefined;
  readonly vpcIds?: string | undefined;
  readonly subnetIds?: string | undefined;
  readonly imageIds?: string | undefined;
  readonly availabilityZones?: string | undefined;
  readonly lifecycles?: string | undefined;
  readonly addresses?: string | undefined;
  readonly words?: readonly string[] | undefined;
}

/**
 * Parses a typed selection.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`, with the nearest words
 */
export function parseSelection(texts: SelectionTexts): Selection {
  const lists = {
    ids: listOf('id', texts.ids)?.map((text) => idPattern('i', 'an instance', text)),
    types: listOf('type', texts.types)?.map(typePattern),
    ...byIdOrName('vpc', texts.vpcIds, { ids: 'vpcIds', names: 'vpcNames' }),
    ...byIdOrName('subnet', texts.subnetIds, { ids: 'subnetIds', names: 'subnetNames' }),
    imageIds: listOf('AMI', texts.imageIds)?.map((text) => idPattern('ami', 'an AMI', text)),
    availabilityZones: listOf('availability zone', texts.availabilityZones)?.map(zonePattern),
    addresses: listOf('address', texts.addresses)?.map((text) => {
      addressMatcher(text);
      return text;
    }),
    words: texts.words?.length ? texts.words.map((word) => nonEmpty('text', word.trim())) : undefined,
    states: texts.states === 'all' ? instanceStates : wordsOf('state', texts.states, instanceStates),
    lifecycles: wordsOf('lifecycle', texts.lifecycles, lifecycles),
    names: texts.names?.length ? texts.names.map((name) => nonEmpty('name', name)) : undefined,
    tags: texts.tags?.length ? texts.tags.map(parseTagCondition) : undefined,
  };
  return Object.fromEntries(Object.entries(lists).filter(([, values]) => values !== undefined));
}

/** What behind a comma is another tag: `Project=shop,Env=prod`. */
const SECOND_TAG_PATTERN = /,\s*!?[\w:./@+-]+=/;

/**
 * `Project=shop`: has this value; `Project`: is present; with `!` before it: negated.
 *
 * @throws GroundcrewError `fleet.selection.bad-value`
 */
export function parseTagCondition(text: string): TagCondition {
  const condition = text.startsWith('!') ? text.slice(1) : text;
  const at = condition.indexOf('=');
  const key = at < 0 ? condition : condition.slice(0, at);
  const value = at < 0 ? undefined : condition.slice(at + 1);
  if (key === '') {
    throw badValue(
      `the tag "${text}" has no key; write Project=shop, Project (present) or !Project (absent)`,
    );
  }
  if (key.length > MAX_TAG_KEY_LENGTH || (value?.length ?? 0) > MAX_TAG_VALUE_LENGTH) {
    throw badValue(
      `the tag "${text.slice(0, 40)}…" is too long: keys have up to ${MAX_TAG_KEY_LENGTH} characters, values up to ${MAX_TAG_VALUE_LENGTH}`,
    );
  }
  if (value !== undefined && SECOND_TAG_PATTERN.test(value)) {
    const first = text.slice(0, text.indexOf(','));
    throw badValue(
      `the tag "${text}" seems to be several; repeat the option for each (--tag ${first} --tag …), or write ? for a comma that belongs to the value`,
    );
  }
  return {
    key,
    ...(value !== undefined && { values: [value] }),
    ...(condition !== text && { negated: true }),
  };
}

function listOf(kind: string, text: string | undefined): string[] | undefined {
  return text?.split(',').map((each) => nonEmpty(kind, each.trim()));
}

/**
 * Ids, or patterns of them, and names. An instance is in one VPC, so ids and names are alternatives; names are resolved to ids
 * before instances are listed.
 */
function byIdOrName<Ids extends string, Names extends string>(
  kind: 'vpc' | 'subnet',
  text: string | undefined,
  keys: { readonly ids: Ids; readonly names: Names },
): Partial<Record<Ids | Names, string[]>> {
  const noun = kind === 'vpc' ? 'VPC' : 'subnet';
  const article = `a ${noun}`;
  const texts = listOf(noun, text);
  if (texts === undefined) return {};
  // `vpc-main` is a name; `vpc-0a1b`, an id that lacks digits.
  const isId = new RegExp(`^(?:${kind}-[0-9a-f*?]*|\\*)$`);
  const ids = texts.filter((each) => isId.test(each)).map((each) => idPattern(kind, article, each));
  const names = texts.filter((each) => !isId.test(each));
  return {
    ...(ids.length > 0 && { [keys.ids]: ids }),
    ...(names.length > 0 && { [keys.names]: names }),
  } as Partial<Record<Ids | Names, string[]>>;
}

function wordsOf<Word extends string>(
  kind: string,
  text: string | undefined,
  words: readonly Word[],
): Word[] | undefined {
  return listOf(kind, text)?.map((typed) => {
    const word = words.find((each) => each === typed.toLowerCase());
    if (word !== undefined) return word;
    throw badValue(
      `"${typed}" is not a known ${kind}; there are ${words.join(', ')}${didYouMean(typed, words)}`,
    );
  });
}

function nonEmpty(kind: string, text: string): string {
  if (text !== '') return text;
  throw badValue(`an empty ${kind} selects nothing; leave the option out, or write one`);
}

function badValue(message: string): GroundcrewError {
  return new GroundcrewError('fleet.selection.bad-value', message);
}
