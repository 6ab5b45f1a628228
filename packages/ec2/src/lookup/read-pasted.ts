import { isIP, isIPv4 } from 'node:net';
import { isAccountId, isRegionName, parseArn, partitionOf, regionOfZone } from '@groundcrew/aws-core';
import { otherResource, otherService } from './other-resource.ts';
import { fromHostName, regionNamed } from './pasted-host.ts';
import { fromLink } from './pasted-link.ts';
import type { Pasted, Reading, Refused } from './pasted.ts';
import type { LookupKind } from './question.ts';
import { isInstanceId, isInterfaceId, isMacAddress } from './recognize.ts';

/** Amazon EKS and Kubernetes: the `providerID` of a node. */
const PROVIDER_ID = /^aws:\/\/\/([a-z0-9-]+)\/(?:[^/]+\/)*(i-[0-9a-f]+)$/i;

/**
 * Reads what people paste for an instance: ARNs, provider ids of Kubernetes nodes, host names that EC2 makes of ids and
 * addresses, links to the console, an address with a port or a full mask; in quotes or brackets, with a comma after it, as
 * `user@host`. Anything else stays as it is.
 */
export function readPasted(given: string): Reading {
  const command = fromCommand(given.trim());
  if (command) return command;
  for (const text of readings(given.trim())) {
    const found = read(text);
    if (found) return found;
  }
  return { text: unquoted(given.trim()) };
}

/** The text, and the text without what may surround it; the first with a known form is used. */
function* readings(text: string): Generator<string> {
  yield text;
  let rest = text;
  // Each wrapping once or twice: `"(i-0abc)",`.
  for (let round = 0; round < 6; round++) {
    const less = withoutWrapping(rest);
    if (less === rest || less === '') return;
    yield (rest = less);
  }
}

const quotePairs = [`""`, `''`, '``', '“”', '‘’', '«»', '<>', '()', '[]', '{}'] as const;

function withoutWrapping(text: string): string {
  const pair = quotePairs.find(
    ([open, close]) => text.length > 1 && text.startsWith(open!) && text.endsWith(close!),
  );
  if (pair) return text.slice(1, -1).trim();
  const labeled = /^["'][\w-]+["']\s*[:=]\s*(.+)$/s.exec(text)?.[1];
  if (labeled !== undefined) return labeled;
  // `host:i-0abc` of monitoring, `node/ip-10-0-0-1.…` of Kubernetes.
  const marked = /^(?:[\w-]+:\s*(?=(?:i|eni)-[0-9a-f]{8,17}$)|(?:node|instance)s?\/)(\S+)$/i.exec(text)?.[1];
  if (marked !== undefined) return marked;
  const untrailed = text.replace(/[.,;:!]+$/, '');
  if (untrailed !== text) return untrailed.trimEnd();
  // `i-0abc (web-1)`, as the console has it.
  const named = /^(\S+)\s+\(.*\)$/s.exec(text)?.[1];
  if (named !== undefined) return named;
  const atUser = /^[\w.-]+@(\S+)$/.exec(text)?.[1];
  if (atUser !== undefined) return atUser;
  // Of an address, what follows a slash may be a mask.
  return text.replace(/^([^\s/]+)\/(?!\d)\S*$/, '$1').replace(/^([^\s:]+):\d{1,5}$/, '$1');
}

function unquoted(text: string): string {
  return /^(["'`])(.*)\1[,;]?$/s.exec(text)?.[2]?.trim() ?? text;
}

function read(text: string): Reading | undefined {
  return (
    fromId(text) ??
    fromArn(text) ??
    fromProviderId(text) ??
    fromLink(text) ??
    fromAddress(text) ??
    fromHostName(text) ??
    notAnInstance(text) ??
    fromFilter(text) ??
    notAnAddress(text) ??
    idOrTag(text) ??
    several(text)
  );
}

function fromId(text: string): Pasted | undefined {
  if (isInstanceId(text)) return { text, kind: 'id' };
  if (isInterfaceId(text) || isMacAddress(text)) return { text, kind: 'interface' };
  return undefined;
}

const arnKinds: Readonly<Record<string, LookupKind>> = { instance: 'id', 'network-interface': 'interface' };

function fromArn(text: string): Reading | undefined {
  const arn = parseArn(text);
  if (arn === undefined) return undefined;
  const [type = '', ...rest] = arn.resource.split('/');
  const id = rest.at(-1) ?? '';
  if (arn.service === 'ec2' && Object.hasOwn(arnKinds, type)) {
    const { partition, region, accountId } = arn;
    if (!isRegionName(region) || partitionOf(region) !== partition) {
      return {
        refused: `"${short(text)}" has the region "${region}", which is not one of the partition ${partition}; correct the ARN`,
      };
    }
    if (!isAccountId(accountId)) return { refused: notAnAccount(text, accountId) };
    return { text: id, kind: arnKinds[type]!, region, accountId };
  }
  // An instance signs as a session of its role that has its id (EC2 user guide, "IAM roles for Amazon EC2").
  if (arn.service === 'sts' && type === 'assumed-role' && isInstanceId(id)) {
    if (!isAccountId(arn.accountId)) return { refused: notAnAccount(text, arn.accountId) };
    return { text: id, kind: 'id', accountId: arn.accountId };
  }
  return { refused: `"${short(text)}" is the ARN of something else than an instance; as a name: --by name` };
}

function notAnAccount(text: string, accountId: string): string {
  return `"${short(text)}" has the account "${accountId}", which is not one of twelve digits; correct the ARN`;
}

function fromProviderId(text: string): Reading | undefined {
  if (!/^aws:\/\//i.test(text)) return undefined;
  const [, zone = '', id] = PROVIDER_ID.exec(text) ?? [];
  if (id !== undefined) return { text: id, kind: 'id', ...regionNamed(regionOfZone(zone)) };
  return { refused: `"${short(text)}" names no instance; a node on EC2 has aws:///ap-northeast-2a/i-…` };
}

/** `10.0.0.1`, `[2001:db8::1]:443`, `10.0.0.1:8080`, `10.0.0.1/32`; a block of addresses is none. */
function fromAddress(text: string): Reading | undefined {
  const bracketed = /^\[([0-9a-f:.]+)\](?::\d{1,5})?$/i.exec(text)?.[1];
  const [, plain = bracketed ?? text, length] = /^([0-9a-f:.]+)\/(\d{1,3})$/i.exec(text) ?? [];
  if (isIP(plain) === 0) return undefined;
  const address = unmapped(plain);
  const isWhole = length === undefined || Number(length) === (isIPv4(plain) ? 32 : 128);
  if (isWhole) return { text: address, kind: 'address' };
  return {
    refused: `"${text}" is a block of addresses, not one; list what is in it: groundcrew ec2 list --ip ${text}`,
  };
}

/** Logs of servers that listen on both write IPv4 as `::ffff:10.0.0.1`; EC2 has no such addresses (RFC 4291, 2.5.5.2). */
function unmapped(address: string): string {
  const dotted = /^(?:0{0,4}:){2,5}ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  return dotted !== undefined && isIPv4(dotted) ? dotted : address;
}

/** `tag:Name=web-1`, and `Name=tag:Name,Values=web-1`, as filters of EC2 are written. */
function fromFilter(text: string): Reading | undefined {
  const [, key, value] =
    /^tag:([^=]+)=(.*)$/s.exec(text) ?? /^Name=tag:([^=,]+),Values=(.*)$/is.exec(text) ?? [];
  if (key === undefined || value === undefined) return undefined;
  if (!/[*?,]/.test(value)) return { text: `${key}=${value}`, kind: 'tags' };
  const list = `groundcrew ec2 list --tag ${key}=…`;
  return {
    refused: `"${short(text)}" is a filter of several values; list them: ${list}; as tags: --by tags`,
  };
}

/** `10.0.0.256` and `010.80.1.15` would be looked up as names, and not be found. */
function notAnAddress(text: string): Refused | undefined {
  const isDotted = /^\d+(?:\.\d+){2,}(?:\/\d+)?$/.test(text);
  const isHex = /^[0-9a-f:]+(?:\/\d+)?$/i.test(text) && (text.includes('::') || text.split(':').length > 4);
  if (!isDotted && !isHex) return undefined;
  const advice = 'write 10.0.0.1 (no leading zeros, up to 255) or 2001:db8::1; as a name: --by name';
  return { refused: `"${short(text)}" is not an IPv4 or IPv6 address; ${advice}` };
}

/** What a command of this kind is for: `ssh -i key.pem ec2-user@10.80.1.15`. A name may begin with such a word, too. */
function fromCommand(text: string): Reading | undefined {
  const [program = '', ...words] = text.split(/\s+/);
  if (!/^(?:ssh|scp|sftp|mosh|rsync|ping6?|telnet|nc|curl)$/.test(program) || words.length > 50)
    return undefined;
  const found = words
    // After the host, `scp` has a path: the readings leave it off.
    .filter((word) => !word.startsWith('-'))
    .flatMap((word): Reading[] => {
      const host = word.replace(/^([^\s@]+@[^\s:]+):.*$/, '$1');
      for (const each of readings(host)) {
        const reading = read(each);
        if (reading) return [reading];
      }
      const name = /^[\w.-]+@([^\s@]+)$/.exec(host)?.[1];
      return name === undefined ? [] : [{ text: name, kind: 'name' }];
    });
  if (found.length <= 1) return found[0];
  return { refused: `"${short(text)}" names several; look up one at a time` };
}

function notAnInstance(text: string): Refused | undefined {
  const other = otherResource(text);
  if (other !== undefined) {
    return { refused: `"${short(text)}" is the id of ${other}, not of an instance; as a name: --by name` };
  }
  if (!otherService(text)) return undefined;
  return {
    refused:
      `"${short(text)}" is the name of another service than EC2, whose addresses change; resolve it ` +
      `(nslookup ${short(text)}), and look up the address`,
  };
}

/** `InstanceId=i-0abc` is how programs write an id, and has the form of a tag. */
function idOrTag(text: string): Refused | undefined {
  const id = /^instance[-_]?id\s*=\s*(i-[0-9a-f]+)$/i.exec(text)?.[1];
  if (id === undefined || !isInstanceId(id)) return undefined;
  return { refused: `"${short(text)}" may be an id or a tag; write ${id}, or --by tags` };
}

/** Several ids or addresses in one text: each would be found, but only one could be shown. */
function several(text: string): Refused | undefined {
  const parts = text.split(/[\s,;|]+/).filter((part) => part !== '');
  if (parts.length < 2 || parts.length > 200) return undefined;
  const found = parts.map((part) => fromId(part) ?? fromAddress(part));
  const kinds = new Set(found.map((each) => (each && 'kind' in each ? each.kind : undefined)));
  if (kinds.has(undefined)) return undefined;
  const [kind] = kinds;
  const option = kind === 'id' ? '--id' : '--ip';
  const advice =
    kinds.size === 1 && kind !== 'interface'
      ? `, or list them: groundcrew ec2 list ${option} ${parts[0]},…`
      : '';
  return { refused: `"${short(text)}" are ${parts.length}; look up one at a time${advice}` };
}

/** Truncated: messages go to logs and to the caller. */
function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
