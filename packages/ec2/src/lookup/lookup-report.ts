import type { Report, Section } from '@groundcrew/report';
import { chooseColumns } from '../choose-columns.ts';
import type { InstanceFacts } from '../instance.ts';
import { instanceColumns, instanceRow } from '../instance-report.ts';
import { regionSection, unaskedIn } from '../listing/listing-report.ts';
import type { LookupAnswer } from './lookup-instances.ts';

/** The found instance or instances, and the regions that could not be listed. */
export function lookupReport(
  title: string,
  answer: LookupAnswer,
  facts: { readonly hasAccounts: boolean },
): Report {
  const unasked = unaskedIn(answer.regions);
  const notes = [
    ...(answer.status === 'several' && answer.more
      ? ['There are more: use a narrower question, or list them (groundcrew ec2 list).']
      : []),
    ...(unasked.length > 0
      ? ['The result is incomplete: a region that could not be listed may have more.']
      : []),
  ];
  return {
    title,
    sections: [
      answer.status === 'one' ? factsOf(answer.instance) : tableOf(answer, facts.hasAccounts),
      ...(unasked.length > 0 ? [regionSection(async () => unasked, facts)] : []),
    ],
    ...(notes.length > 0 && { notes }),
  };
}

function factsOf(instance: InstanceFacts): Section {
  return { kind: 'facts', key: 'instance', columns: instanceColumns, values: instanceRow(instance) };
}

function tableOf(answer: Exclude<LookupAnswer, { status: 'one' }>, hasAccounts: boolean): Section {
  const instances = answer.status === 'several' ? answer.instances : [];
  return {
    kind: 'table',
    key: 'instances',
    columns: chooseColumns({ text: undefined, hasAccounts }),
    rows: instances.map((facts) => instanceRow(facts)),
    whenEmpty: `No instance matches in ${regionsIn(answer)}.`,
  };
}

function regionsIn({ regions }: LookupAnswer): string {
  const names = [...new Set(regions.filter(({ status }) => status === 'listed').map(({ region }) => region))];
  if (names.length === 0) return 'any region that could be listed';
  return names.length > 3 ? `${names.length} regions` : names.join(', ');
}
