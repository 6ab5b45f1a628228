import type { Column, Report, Row, Section, Value } from '@groundcrew/report';
import type { InstanceFacts } from '../instance.ts';
import { instanceColumns, instanceRow } from '../instance-report.ts';
import { typeColumns, typeRow } from '../instance-type/type-report.ts';
import { metadataNotes } from './metadata-notes.ts';

const noticeColumns: readonly Column[] = [
  { key: 'spotAction', title: 'Spot interruption', words: true },
  { key: 'rebalance', title: 'Rebalance advice', words: true },
  { key: 'autoScalingState', title: 'Auto Scaling state', words: true },
  { key: 'maintenance', title: 'Scheduled events', unit: 'count' },
];

const eventColumns: readonly Column[] = [
  { key: 'eventId', title: 'Event' },
  { key: 'code', title: 'What' },
  { key: 'state', title: 'State' },
  { key: 'notBefore', title: 'Not before' },
  { key: 'notAfter', title: 'Not after' },
  { key: 'notBeforeDeadline', title: 'Deadline' },
  { key: 'description', title: 'Description', wrap: true },
];

/** The identity of the instance, for people. */
export function metadataReport(facts: InstanceFacts): Report {
  const { type, notices, unread = [] } = facts;
  const events = notices?.maintenance ?? [];
  const { spotAction, rebalance, autoScalingState } = notices ?? {};
  const sections: Section[] = [
    {
      kind: 'facts',
      key: 'instance',
      // Always running: the service has no field for it.
      columns: instanceColumns
        .filter(({ key }) => key !== 'state')
        .map((column) => ({ ...column, ...(hasReason(column.key, unread) && { words: true as const }) })),
      values: withReasons(instanceRow(facts), unread),
    },
    ...(type ? [factsOf('type', 'Type', typeColumns, typeRow(type))] : []),
    factsOf(
      'notices',
      'Notices',
      noticeColumns,
      withReasons(
        {
          spotAction: spotAction ? `${spotAction.action} at ${spotAction.time}` : 'none announced',
          rebalance: rebalance ? `advised at ${rebalance.noticeTime}` : 'none',
          autoScalingState: autoScalingState ?? 'not in a group',
          maintenance: events.length,
        },
        unread,
        { isUnknown: true },
      ),
    ),
    ...(events.length > 0
      ? [
          {
            kind: 'table',
            key: 'maintenance',
            title: 'Scheduled events',
            columns: eventColumns,
            rows: events.map((event): Row => ({ ...event })),
          } as const,
        ]
      : []),
  ];
  return {
    title: `Instance ${facts.instanceId}`,
    catalog: 'instances',
    sections,
    notes: metadataNotes(facts),
  };
}

function hasReason(key: string, unread: NonNullable<InstanceFacts['unread']>): boolean {
  return unread.some(({ facts }) => facts.includes(key));
}

/**
 * The values. One that could not be read, or not completely, has the reason.
 *
 * @param isUnknown whether a value that could not be read means that there is none
 */
function withReasons(
  values: Row,
  unread: NonNullable<InstanceFacts['unread']>,
  { isUnknown = false }: { readonly isUnknown?: boolean } = {},
): Row {
  const changed = Object.entries(values).map(([key, value]): [string, Value] => {
    const found = unread.find(({ facts }) => facts.includes(key));
    if (!found) return [key, value];
    const isKnown = !isUnknown && value !== null && value !== '';
    return [key, isKnown ? `${value} (perhaps not all: ${found.reason})` : `unknown: ${found.reason}`];
  });
  return Object.fromEntries(changed);
}

function factsOf(key: string, title: string, columns: readonly Column[], values: Row): Section {
  return { kind: 'facts', key, title, columns, values };
}
