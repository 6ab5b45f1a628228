import { isIP } from 'node:net';
import { fromHostName, regionNamed } from './pasted-host.ts';
import type { Reading } from './pasted.ts';

const INSTANCES = /(?<![a-z0-9])i-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/gi;
const INTERFACES = /(?<![a-z0-9])eni-(?:[0-9a-f]{17}|[0-9a-f]{8})(?![0-9a-z])/gi;
/** In each partition: `console.aws.amazon.com`, `ap-northeast-2.console.aws.amazon.com`, `console.amazonaws.cn`. */
const CONSOLE = /^(?:[a-z0-9-]+\.)*console\.(?:aws\.amazon\.com|amazonaws(?:-[a-z-]+)?\.[a-z]{2,3})$/i;

/**
 * A link: to a page of the console (`…/ec2/home?region=us-east-1#InstanceDetails:instanceId=i-0abc`), or to something that
 * an instance serves (`http://10.0.0.1:8080/`).
 */
export function fromLink(text: string): Reading | undefined {
  const isConsolePath = CONSOLE.test(text.split('/')[0] ?? '');
  const link = isConsolePath && text.includes('/') ? `https://${text}` : text;
  if (!/^[a-z][a-z0-9+.-]*:\/\//i.test(link) || !URL.canParse(link)) return undefined;
  const url = new URL(link);
  const readable = decoded(link);
  const ofArn = /\barn:[\w-]+:ec2:([a-z0-9-]+):(\d{12}):/.exec(readable);
  const region =
    url.searchParams.get('region') ?? /[?&#]region=([a-z0-9-]+)/.exec(readable)?.[1] ?? ofArn?.[1];
  const place = {
    ...regionNamed(region ?? url.hostname.split('.')[0]),
    ...(ofArn && { accountId: ofArn[2]! }),
  };
  const instances = idsIn(readable, INSTANCES);
  const interfaces = idsIn(readable, INTERFACES);
  if (instances.length > 1)
    return tooMany(instances, `; list them: groundcrew ec2 list --id ${instances[0]},…`);
  if (instances.length === 1) return { text: instances[0]!, kind: 'id', ...place };
  if (interfaces.length > 1) return tooMany(interfaces, '');
  if (interfaces.length === 1) return { text: interfaces[0]!, kind: 'interface', ...place };
  if (CONSOLE.test(url.hostname)) {
    return {
      refused: 'the link to the console names no instance; copy the one of its details page, or its id',
    };
  }
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (isIP(host) !== 0) return { text: host, kind: 'address' };
  return fromHostName(host) ?? (host === '' ? undefined : { text: host });
}

function idsIn(text: string, pattern: RegExp): string[] {
  return [...new Set([...text.matchAll(pattern)].map(([id]) => id.toLowerCase()))];
}

function tooMany(ids: readonly string[], advice: string): Reading {
  return {
    refused: `the link names ${ids.length} of them, ${ids[0]} and ${ids[1]}; look up one at a time${advice}`,
  };
}

/** With what is encoded in it; CloudWatch writes a dollar sign in place of the percent sign. */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link.replaceAll(/\$(?=[0-9A-F]{2})/g, '%'));
  } catch {
    return link;
  }
}
