import { GroundcrewError } from '@groundcrew/errors';
import { MAX_TAG_KEY_LENGTH, MAX_TAG_VALUE_LENGTH } from '../selection/index.ts';
import { type LookupKind, type LookupQuestion, lookupKinds } from './question.ts';
import { readPasted } from './read-pasted.ts';
import { isInstanceId, isInterfaceId, isMacAddress, normalizeAddress, recognizeKind } from './recognize.ts';

/** The keys of a question, and the kind of each; `q`: recognized by the form of its text. */
const kindOfKey = {
  id: 'id',
  address: 'address',
  dnsName: 'dns-name',
  interface: 'interface',
  name: 'name',
  tags: 'tags',
  q: undefined,
} as const satisfies Record<string, LookupKind | undefined>;

const keys = Object.keys(kindOfKey) as (keyof typeof kindOfKey)[];

/** Maximum of an instance (EC2 user guide, "Tag your Amazon EC2 resources": tag restrictions). */
const MAX_TAGS = 50;
/** RFC 1035: 255 octets on the wire. */
const MAX_DNS_NAME_LENGTH = 253;
/** 50 tags of the maximum length, and the characters between them. */
const MAX_TEXT_LENGTH = MAX_TAGS * (MAX_TAG_KEY_LENGTH + MAX_TAG_VALUE_LENGTH + 2);

/**
 * The question of an event or a query string: an object with one of `id`, `address`, `dnsName`, `interface`, `name`,
 * `tags` (an object, or `Project=shop,Env=prod`) and `q` (recognized by its form), or a text like that of `q`.
 *
 * @throws GroundcrewError `fleet.lookup.bad-question`: its message is for the caller
 */
export function parseLookupQuestion(given: unknown): LookupQuestion {
  if (typeof given === 'string') return parseLookupText(given);
  if (typeof given !== 'object' || given === null || Array.isArray(given)) {
    throw bad(`the question is not an object; use one of ${keys.join(', ')}`);
  }
  const entries = Object.entries(given).filter(([, value]) => value !== undefined && value !== null);
  const unknown = entries.find(([key]) => !Object.hasOwn(kindOfKey, key));
  if (unknown) throw bad(`there is no question by "${shown(unknown[0])}"; use one of ${keys.join(', ')}`);
  const [entry, ...more] = entries;
  if (entry === undefined) throw bad(`the question is empty; use one of ${keys.join(', ')}`);
  if (more.length > 0) {
    throw bad(`${entries.map(([key]) => key).join(' and ')} can't be combined; use only one of them`);
  }
  const [key, value] = entry as [keyof typeof kindOfKey, unknown];
  if (key === 'tags' && typeof value === 'object') return { by: 'tags', tags: checkTags(value!) };
  if (typeof value !== 'string') throw bad(`${key} is not a text`);
  return parseLookupText(value, kindOfKey[key]);
}

/**
 * The question of a text, by its form or by the given kind.
 *
 * @throws GroundcrewError `fleet.lookup.bad-question`
 */
export function parseLookupText(text: string, kind?: LookupKind): LookupQuestion {
  const value = text.trim();
  if (value === '') throw bad('the question is empty; write an id, an address, a DNS name, a name or tags');
  if (value.length > MAX_TEXT_LENGTH) {
    throw bad(`the question has ${value.length} characters; the maximum is ${MAX_TEXT_LENGTH}`);
  }
  if (/\p{Cc}/u.test(value)) throw bad('the question contains control characters; remove them');
  // A name, and tags, may look like anything.
  if (kind === 'name' || kind === 'tags') return questionOf(value, kind, {});
  const pasted = readPasted(value);
  if ('refused' in pasted) {
    if (kind !== undefined) return questionOf(value, kind, {});
    throw bad(pasted.refused);
  }
  const { region, accountId } = pasted;
  const place = {
    ...(region !== undefined && { region }),
    ...(accountId !== undefined && { accountId }),
  };
  if (kind !== undefined) return questionOf(pasted.kind === kind ? pasted.text : value, kind, place);
  return questionOf(pasted.text, pasted.kind ?? recognizeKind(pasted.text), place);
}

interface Place {
  readonly region?: string;
  readonly accountId?: string;
}

function questionOf(value: string, by: LookupKind, place: Place): LookupQuestion {
  switch (by) {
    case 'id':
      return { by, value: checkId(value), ...place };
    case 'address':
      return { by, value: checkAddress(value), ...place };
    case 'dns-name':
      return { by, value: checkDnsName(value), ...place };
    case 'interface':
      return { by, value: checkInterface(value), ...place };
    case 'name':
      if (value.length > MAX_TAG_VALUE_LENGTH) throw tooLong('name', value, MAX_TAG_VALUE_LENGTH);
      return { by, value };
    case 'tags':
      return { by, tags: checkTags(splitTags(value)) };
  }
}

/**
 * The kind of a word.
 *
 * @throws GroundcrewError `fleet.lookup.bad-question`
 */
export function parseLookupKind(word: string): LookupKind {
  const kind = lookupKinds.find((each) => each === word);
  if (kind === undefined)
    throw bad(`"${shown(word)}" is not a kind of question; use one of ${lookupKinds.join(', ')}`);
  return kind;
}

function checkId(value: string): string {
  if (isInstanceId(value)) return value.toLowerCase();
  throw bad(
    `"${shown(value)}" is not the id of an instance; write i- and 17 (older ids: 8) of the digits 0-9a-f`,
  );
}

/** An id, or the MAC address in the form of EC2. */
function checkInterface(value: string): string {
  if (isInterfaceId(value)) return value.toLowerCase();
  if (isMacAddress(value)) return value.toLowerCase().replaceAll('-', ':');
  throw bad(
    `"${shown(value)}" is not a network interface; write its id, eni-0123456789abcdef0, or its MAC address`,
  );
}

function checkAddress(value: string): string {
  const address = normalizeAddress(value);
  if (address !== null) return address;
  throw bad(
    `"${shown(value)}" is not an IPv4 or IPv6 address; write 10.0.0.1 or 2001:db8::1, without a mask or a zone`,
  );
}

function checkDnsName(value: string): string {
  const name = value.replace(/\.$/, '').toLowerCase();
  if (name.length > MAX_DNS_NAME_LENGTH) throw tooLong('DNS name', name, MAX_DNS_NAME_LENGTH);
  if (/^[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})*$/.test(name)) return name;
  throw bad(`"${shown(value)}" is not a DNS name; write one such as ip-10-0-0-1.ec2.internal`);
}

/** `Project=shop,Env=prod`; a value with a comma needs an object. */
function splitTags(text: string): Record<string, string> {
  const tags = new Map<string, string>();
  for (const part of text.split(',')) {
    const at = part.indexOf('=');
    if (at <= 0) throw bad(`"${shown(part)}" is not a tag; write Project=shop,Env=prod`);
    const key = part.slice(0, at).trim();
    if (tags.has(key)) throw bad(`the tag "${shown(key)}" is repeated; write it once`);
    tags.set(key, part.slice(at + 1).trim());
  }
  return Object.fromEntries(tags);
}

function checkTags(given: object): Record<string, string> {
  const tags = Array.isArray(given) ? [] : Object.entries(given);
  if (tags.length === 0) throw bad('tags contains no tag; write Project=shop,Env=prod');
  if (tags.length > MAX_TAGS)
    throw bad(`tags contains ${tags.length} tags; an instance has at most ${MAX_TAGS}`);
  for (const [key, value] of tags) {
    if (key === '') throw bad('a tag has no key; write Project=shop');
    if (typeof value !== 'string') throw bad(`the value of the tag "${shown(key)}" is not a text`);
    if (/\p{Cc}/u.test(key + value)) throw bad('a tag contains control characters; remove them');
    if (key.length > MAX_TAG_KEY_LENGTH) throw tooLong('tag key', key, MAX_TAG_KEY_LENGTH);
    if (value.length > MAX_TAG_VALUE_LENGTH) throw tooLong('tag value', value, MAX_TAG_VALUE_LENGTH);
  }
  return Object.fromEntries(tags) as Record<string, string>;
}

function tooLong(kind: string, value: string, maxLength: number): GroundcrewError {
  return bad(`the ${kind} "${shown(value)}" has ${value.length} characters; the maximum is ${maxLength}`);
}

/** Truncated: messages go to logs and to the caller. */
function shown(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}

function bad(message: string): GroundcrewError {
  return new GroundcrewError('fleet.lookup.bad-question', message);
}
