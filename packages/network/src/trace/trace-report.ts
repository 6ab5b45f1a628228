import { describePackets, isEmpty, portsText, protocolName } from '../packets/index.ts';
import type { Report, Row, TableSection } from '@groundcrew/report';
import { changeSections } from './change-section.ts';
import type { TracedHealthCheck } from './health.ts';
import { reasonColumn, reasonSentence } from './reason-sentence.ts';
import type { Change } from './smallest-change.ts';
import type { Explanation } from './explanations.ts';
import type { TraceResult, Verdict } from './trace.ts';
import { verdictWords } from './verdict-words.ts';
import type { HopKind } from './walk-types.ts';

const hopWords: Readonly<Record<HopKind, string>> = {
  from: 'from',
  'group-out': 'security group, outbound',
  'group-in': 'security group, inbound',
  'acl-out': 'network ACL, outbound',
  'acl-in': 'network ACL, inbound',
  route: 'route',
  nat: 'NAT gateway',
  'internet-gateway': 'internet gateway',
  'egress-only-internet-gateway': 'egress-only internet gateway',
  peering: 'peering',
  endpoint: 'endpoint',
  balancer: 'load balancer',
  listener: 'listener',
  target: 'target',
  internet: 'internet',
  to: 'arrives',
};

/** What becomes of traffic, the way of one packet, why others end, and what would open it. `notes`: how far that is known. */
export function traceReport(
  result: TraceResult,
  change: Change | undefined,
  checks: readonly TracedHealthCheck[] = [],
  notes: readonly string[] = [],
): Report {
  const { question, verdict, explanations } = result;
  const [from, to] = [question.from.label, question.to.label];
  const shown = explanations.find(({ hops }) => hops.length > 0);
  const reasons = explanations.filter(({ reason }) => reason !== undefined);
  return {
    title: `From ${from} to ${to}`,
    catalog: 'networks',
    lead: [leadOf(verdict, from, to)],
    sections: [
      {
        kind: 'facts',
        key: 'answer',
        columns: [
          { key: 'from', title: 'From' },
          { key: 'to', title: 'To' },
          { key: 'protocol', title: 'Protocol' },
          { key: 'ports', title: 'Ports' },
          { key: 'verdict', title: 'Answer', words: true },
        ],
        values: {
          from,
          to,
          protocol: question.protocol === 'all' ? 'all' : protocolName(question.protocol ?? 6),
          ports: question.ports ? portsText(question.ports) : null,
          verdict: verdictWords[verdict],
        },
      },
      ...(reasons.length > 0 ? [reasonSection(reasons)] : []),
      ...(shown ? [pathSection(shown)] : []),
      packetSection(result),
      ...(checks.length > 0 ? [healthSection(checks)] : []),
      ...(change ? changeSections(change) : []),
    ],
    notes: [...notes, ...notesOf(result, change)],
  };
}

function healthSection(checks: readonly TracedHealthCheck[]): TableSection {
  return {
    kind: 'table',
    key: 'healthChecks',
    title: 'Health checks of unhealthy targets',
    columns: [
      { key: 'node', title: 'Load balancer node', whole: true },
      { key: 'target', title: 'Target', whole: true },
      { key: 'state', title: 'State' },
      { key: 'verdict', title: 'Health check', words: true },
      reasonColumn,
    ],
    rows: checks.map(({ node, target, state, verdict, reason }) => ({
      node,
      target,
      state,
      verdict: verdictWords[verdict],
      reason: reason ? reasonSentence(reason) : null,
    })),
  };
}

function leadOf(verdict: Verdict, from: string, to: string): string {
  switch (verdict) {
    case 'reachable':
      return `All packets of ${from} reach ${to}, and all answers come back.`;
    case 'in-part':
      return `Some packets of ${from} reach ${to}, and some do not.`;
    case 'blocked':
      return `No packet of ${from} reaches ${to} and is answered.`;
    case 'unknown':
      return `Whether ${from} reaches ${to} is not known here.`;
  }
}

function reasonSection(reasons: readonly Explanation[]): TableSection {
  return {
    kind: 'table',
    key: 'reasons',
    title: 'Why',
    columns: [
      { key: 'family', title: 'Family' },
      { key: 'status', title: 'Outcome', words: true },
      reasonColumn,
      { key: 'packet', title: 'For example', wrap: true },
      { key: 'code', title: 'Code', hidden: true },
    ],
    rows: reasons.map(({ family, status, reason, packet }) => ({
      family: `IPv${family}`,
      status: status === 'unknown' ? 'unknown here' : status,
      reason: reasonSentence(reason!),
      packet: packet || null,
      code: reason!.kind,
    })),
  };
}

function pathSection({ hops, packet }: Explanation): TableSection {
  return {
    kind: 'table',
    key: 'path',
    title: 'The way of one packet, and of its answer',
    columns: [
      { key: 'step', title: 'Step', unit: 'count' },
      { key: 'direction', title: 'Direction', words: true },
      { key: 'at', title: 'Where', words: true },
      { key: 'id', title: 'Resource', whole: true },
      { key: 'rule', title: 'Rule', wrap: true },
      { key: 'packet', title: 'Packet', hidden: true },
    ],
    rows: hops.map(({ at, id, rule, isAnswer }, index) => ({
      step: index + 1,
      direction: isAnswer ? 'back' : 'there',
      at: hopWords[at],
      id,
      rule: rule ?? null,
      packet,
    })),
  };
}

function packetSection({ families }: TraceResult): TableSection {
  const rows = families.flatMap((family): Row[] =>
    (
      [
        ['reachable', family.reached],
        ['reachable in part', family.mixed],
        ['blocked', family.blocked],
        ['unknown here', family.unknown],
      ] as const
    ).flatMap(([answer, set]) =>
      isEmpty(set)
        ? []
        : describePackets(family.family, set).map((packets) => ({
            family: `IPv${family.family}`,
            answer,
            packets,
          })),
    ),
  );
  return {
    kind: 'table',
    key: 'packets',
    title: 'Which packets',
    columns: [
      { key: 'family', title: 'Family' },
      { key: 'answer', title: 'Answer', words: true },
      { key: 'packets', title: 'Packets', wrap: true },
    ],
    rows,
    whenEmpty: 'There are no packets to ask about.',
  };
}

function notesOf({ families, explanations }: TraceResult, change: Change | undefined): string[] {
  const notes: string[] = [];
  if (families.length === 2) notes.push('IPv4 and IPv6 were traced separately.');
  if (explanations.some(({ hops }) => hops.some(({ at }) => at === 'endpoint')))
    notes.push('Whether policies of endpoints and buckets allow it was not checked.');
  if (change) {
    if (change.obstacles.length > 0 && change.edits.length > 0)
      notes.push('The change alone does not open it: the reasons that no rule mends stay.');
    if (change.verdict === 'unknown' && change.edits.length > 0)
      notes.push('What is behind what the change opens is not known here.');
    if (change.notLookedAt > 0) notes.push(`Other paths that were not looked at: ${change.notLookedAt}.`);
  }
  return notes;
}
