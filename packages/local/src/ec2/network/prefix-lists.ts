import { createValueGenerator } from '../../account/value-generator.ts';
import type { XmlElements } from '../../xml.ts';
import type { Ec2Location } from '../arns.ts';

/** A list of ranges that AWS manages. */
export interface PrefixList {
  readonly id: string;
  /** That of its service: `com.amazonaws.us-east-1.s3`. */
  readonly name: string;
  readonly cidrs: readonly string[];
}

/** Of the services with gateway endpoints; their ranges are of the documentation (RFC 5737) in place of those of AWS. */
const services = { s3: '192.0.2.0/25', dynamodb: '192.0.2.128/25' };

export function prefixLists({ region }: Ec2Location): readonly PrefixList[] {
  return Object.entries(services).map(([service, cidr]) => ({
    // The same in all accounts.
    id: `pl-${createValueGenerator('prefix list', region, service).hex(0, 8)}`,
    name: `com.amazonaws.${region}.${service}`,
    cidrs: [cidr],
  }));
}

export function findPrefixList(id: string, location: Ec2Location): PrefixList | undefined {
  return prefixLists(location).find((list) => list.id === id);
}

/** The elements of DescribePrefixLists. */
export function prefixListElements({ id, name, cidrs }: PrefixList): XmlElements {
  return { prefixListId: id, prefixListName: name, cidrSet: { item: cidrs } };
}

/** The elements of DescribeManagedPrefixLists. */
export function managedListElements({ id, name }: PrefixList, { region }: Ec2Location): XmlElements {
  return {
    prefixListId: id,
    addressFamily: 'IPv4',
    state: 'create-complete',
    prefixListArn: `arn:aws:ec2:${region}:aws:prefix-list/${id}`,
    prefixListName: name,
    ownerId: 'AWS',
  };
}
