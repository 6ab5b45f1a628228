import type { Report, Section } from '@groundcrew/report';
import type { AddressFinding } from '../addresses/index.ts';
import type { NetworkFile } from '../file/index.ts';
import { pathsLead, pathsSection } from '../trace/check-report.ts';
import type { CheckedPath } from '../trace/index.ts';
import { kindRules } from './kinds.ts';
import type { NetworkChange, NetworkPlan } from './network-change.ts';
import { PRICES_OF } from './prices.ts';

export interface NetworkPlanReportOptions {
  readonly file: NetworkFile;
  readonly plan: NetworkPlan;
  /** What is to be known of its addresses. */
  readonly findings: readonly AddressFinding[];
  /** Whether the paths of the file hold in the network as planned. */
  readonly paths: readonly CheckedPath[];
  /** Sentences on how far the plan knows the account. */
  readonly notes: readonly string[];
}

/** What would be made, changed and removed, what it costs, what it interrupts, and what AWS would refuse. */
export function networkPlanReport({ file, plan, findings, paths, notes }: NetworkPlanReportOptions): Report {
  const { changes, kept, refusals, interruptions, hourly } = plan;
  const count = (action: NetworkChange['action']) =>
    changes.filter((change) => change.action === action).length;
  return {
    title: `Plan of ${file.name}`,
    catalog: 'networks',
    csv: 'changes',
    ...(paths.length > 0 && { lead: [pathsLead(paths)] }),
    figures: [
      { title: 'To make', value: count('create') },
      { title: 'To change', value: count('update') },
      { title: 'To remove', value: count('remove'), ...(count('remove') > 0 && { tone: 'warning' }) },
    ],
    sections: [
      {
        kind: 'facts',
        key: 'summary',
        columns: [
          { key: 'create', title: 'To make', unit: 'count' },
          { key: 'update', title: 'To change', unit: 'count' },
          { key: 'remove', title: 'To remove', unit: 'count' },
          { key: 'kept', title: 'Kept', unit: 'count' },
          { key: 'hourlyUsd', title: 'By the hour, as far as known', unit: 'usd' },
          { key: 'unknownPrices', title: 'Resources of unknown price', unit: 'count' },
          { key: 'interruptions', title: 'Interrupts' },
        ],
        values: {
          create: count('create'),
          update: count('update'),
          remove: count('remove'),
          kept: kept.length,
          hourlyUsd: hourly.usd,
          unknownPrices: hourly.unknown,
          interruptions: interruptions.join(', ') || null,
        },
      },
      ...(paths.length > 0 ? [pathsSection(paths)] : []),
      {
        kind: 'table',
        key: 'refusals',
        title: 'What AWS would refuse',
        columns: [{ key: 'message', title: 'What', wrap: true, words: true }],
        rows: refusals.map((message) => ({ message })),
        whenEmpty: 'Nothing is known that AWS would refuse.',
      },
      {
        kind: 'table',
        key: 'changes',
        title: 'Changes, in their order',
        columns: [
          { key: 'action', title: 'Change', words: true },
          { key: 'kind', title: 'Kind', hidden: true },
          { key: 'what', title: 'What', words: true },
          { key: 'name', title: 'Name', whole: true },
          { key: 'id', title: 'Id', yields: 3 },
          { key: 'fields', title: 'Values', wrap: true, yields: 4 },
          { key: 'hourlyUsd', title: 'By the hour', printed: 'hourlyText', words: true },
          { key: 'interrupts', title: 'Interrupts', yields: 1 },
          { key: 'calls', title: 'Calls', wrap: true, yields: 5 },
          { key: 'key', title: 'Key', hidden: true },
          { key: 'identity', title: 'Identity', hidden: true },
          { key: 'requires', title: 'Requires', hidden: true },
        ],
        rows: changes.map((change) => ({
          action: { create: 'make', update: 'change', remove: 'remove' }[change.action],
          kind: kindOf(change),
          what: kindRules[kindOf(change)].title,
          name: (change.after ?? change.before)?.name ?? change.key,
          id: change.before?.id ?? null,
          fields: change.fields.join(', ') || null,
          hourlyUsd: change.hourlyUsd ?? null,
          hourlyText: hourlyText(change),
          interrupts: change.interrupts ?? null,
          calls: change.calls.join(', '),
          key: change.key,
          identity: change.identity ?? null,
          requires: change.requires.join(' '),
        })),
        whenEmpty: 'Nothing to do: the network is as in the file.',
      },
      ...(findings.length === 0
        ? []
        : [
            {
              kind: 'table',
              key: 'findings',
              title: 'To know',
              columns: [
                { key: 'code', title: 'Kind', hidden: true },
                { key: 'message', title: 'What', wrap: true, words: true },
              ],
              rows: findings.map(({ code, message }) => ({ code, message })),
            } satisfies Section,
          ]),
    ],
    notes: [
      ...(interruptions.length === 0
        ? []
        : [
            `It interrupts traffic: ${interruptions.join(', ')}. Each has to be named when the plan is applied.`,
          ]),
      `Prices are of ${PRICES_OF}, without traffic and capacity units; an unknown price is in no sum.`,
      ...notes,
    ],
  };
}

const kindOf = ({ after, before }: NetworkChange) => (after ?? before)!.kind;

/** For people: `+$0.045`, nothing for what costs nothing. */
function hourlyText({ hourlyUsd }: NetworkChange): string {
  if (hourlyUsd === undefined) return 'unknown';
  if (hourlyUsd === 0) return '';
  return `${hourlyUsd > 0 ? '+' : '-'}$${Number(Math.abs(hourlyUsd).toFixed(6))}`;
}
