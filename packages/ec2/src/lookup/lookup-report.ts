import { type Column, countOf, type OutputFormat, type Report, type Section } from '@groundcrew/report';
import { chooseColumns } from '../choose-columns.ts';
import type { InstanceFacts } from '../instance.ts';
import { instanceColumns, instanceRow } from '../instance-report.ts';
import { regionSection, unaskedIn } from '../listing/listing-report.ts';
import { type InterfaceFacts, ownerText } from './interface-owner.ts';
import type { LookupAnswer, Via } from './lookup-instances.ts';

interface LookupFacts {
  readonly hasAccounts: boolean;
  readonly output: OutputFormat;
}

/** The found instance or instances, and the regions that could not be listed. */
export function lookupReport(title: string, answer: LookupAnswer, facts: LookupFacts): Report {
  const unasked = unaskedIn(answer.regions);
  const notes = [
    ...(answer.status === 'one' && answer.via ? [viaText(answer.via)] : []),
    ...(answer.status === 'several' && answer.more
      ? ['There are more: use a narrower question, or list them (groundcrew ec2 list).']
      : []),
    ...(unasked.length > 0
      ? ['The result is incomplete: a region that could not be listed may have more.']
      : []),
  ];
  return {
    title,
    catalog: 'instances',
    ...lookupVerdict(answer),
    sections: [
      ...sectionsOf(answer, facts),
      ...(unasked.length > 0 ? [regionSection(async () => unasked, facts)] : []),
    ],
    ...(notes.length > 0 && { notes }),
  };
}

/** The start of a page: the owner, or that nothing was found. */
function lookupVerdict(answer: LookupAnswer): Pick<Report, 'lead'> {
  switch (answer.status) {
    case 'one': {
      const { instanceId, name, state } = answer.instance;
      return { lead: [`${name === null ? instanceId : `${name} (${instanceId})`}: ${state ?? 'unknown'}.`] };
    }
    case 'interface':
      return { lead: answer.interfaces.map((found) => `It belongs to ${ownerText(found)}.`) };
    case 'several':
      return { lead: [`${countOf(answer.instances.length, 'instance')} match.`] };
    default:
      return { lead: [emptyText(answer)] };
  }
}

function sectionsOf(answer: LookupAnswer, facts: LookupFacts): Section[] {
  switch (answer.status) {
    case 'one':
      return [factsOf(answer.instance)];
    case 'interface':
      return answer.interfaces.map(interfaceFacts);
    default:
      return [tableOf(answer, facts)];
  }
}

function viaText({ interfaceId, prefix }: Via): string {
  return prefix === undefined
    ? `Found by its network interface ${interfaceId}.`
    : `The address is in the block ${prefix} that is delegated to its network interface ${interfaceId}: that of a pod or container.`;
}

function factsOf(instance: InstanceFacts): Section {
  return { kind: 'facts', key: 'instance', columns: instanceColumns, values: instanceRow(instance) };
}

const interfaceColumns: readonly Column[] = [
  { key: 'interfaceId', title: 'Interface' },
  { key: 'belongsTo', title: 'Belongs to', wrap: true, words: true },
  { key: 'ownerKind', title: 'Kind', hidden: true },
  { key: 'owner', title: 'Owner', hidden: true },
  { key: 'description', title: 'Description', wrap: true },
  { key: 'accountId', title: 'Account' },
  { key: 'region', title: 'Region' },
  { key: 'availabilityZone', title: 'Zone' },
  { key: 'privateIpv4', title: 'Private IPv4', wrap: true },
  { key: 'publicIpv4', title: 'Public IPv4', wrap: true },
  { key: 'ipv6', title: 'IPv6', wrap: true },
  { key: 'vpcId', title: 'VPC' },
  { key: 'subnetId', title: 'Subnet' },
];

/** An interface that belongs to no instance, and its owner. */
function interfaceFacts(found: InterfaceFacts): Section {
  const { privateIpv4, publicIpv4, ipv6, ...rest } = found;
  const listOf = (texts: readonly string[]) => (texts.length === 0 ? null : texts.join(' '));
  return {
    kind: 'facts',
    key: 'interface',
    columns: interfaceColumns,
    values: {
      ...rest,
      belongsTo: ownerText(found),
      privateIpv4: listOf(privateIpv4),
      publicIpv4: listOf(publicIpv4),
      ipv6: listOf(ipv6),
    },
  };
}

function tableOf(
  answer: Exclude<LookupAnswer, { status: 'one' | 'interface' }>,
  { hasAccounts, output }: LookupFacts,
): Section {
  const instances = answer.status === 'several' ? answer.instances : [];
  return {
    kind: 'table',
    key: 'instances',
    columns: chooseColumns({ text: undefined, hasAccounts, output }),
    rows: instances.map((facts) => instanceRow(facts)),
    whenEmpty: emptyText(answer),
  };
}

/** "No instance" only for the regions that responded. */
function emptyText({ regions }: LookupAnswer): string {
  const names = [...new Set(regions.filter(({ status }) => status === 'listed').map(({ region }) => region))];
  if (names.length === 0) return 'No region could be queried.';
  return `No instance matches in ${names.length > 3 ? `${names.length} regions` : names.join(', ')}.`;
}
