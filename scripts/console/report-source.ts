import { runForReports, type Io } from '@groundcrew/cli';
import type { ReportCommand, ReportSource } from '@groundcrew/console';

const waiting = ['watch'];
const written = ['out', 'save', 'snapshot', 'showSql'];

/** The commands that the pages offer: those that only read. */
const commands: readonly ReportCommand[] = [
  {
    name: 'cost report',
    title: 'report-cost-report',
    section: '/costs',
    first: ['period', 'by', 'budget', 'forecast', 'source'],
  },
  { name: 'cost diff', title: 'report-cost-diff', section: '/costs', first: ['by', 'filter', 'source'] },
  {
    name: 'cost anomalies',
    title: 'report-cost-anomalies',
    section: '/costs',
    first: ['period', 'by', 'source'],
    without: ['failOn'],
  },
  {
    name: 'cost commitments',
    title: 'report-cost-commitments',
    section: '/costs',
    first: ['period', 'source'],
  },
  {
    name: 'tags audit',
    title: 'report-tags-audit',
    section: '/tags',
    first: ['policy', 'regions', 'accounts', 'owner'],
    without: ['failOn', ...written],
    initial: { regions: 'all' },
  },
  {
    name: 'ec2 list',
    title: 'report-ec2-list',
    section: '/instances',
    first: ['regions', 'name', 'state', 'type'],
    without: waiting,
    initial: { regions: 'all' },
  },
  { name: 'ec2 type', title: 'report-ec2-type', section: '/instances', first: ['newer'] },
  {
    name: 'schedule simulate',
    title: 'report-schedule-simulate',
    section: '/schedules',
    first: ['year', 'schedule'],
  },
  {
    name: 'schedule rehearse',
    title: 'report-schedule-rehearse',
    section: '/schedules',
    first: ['from', 'begin', 'days'],
  },
  {
    name: 'schedule check',
    title: 'report-schedule-check',
    section: '/schedules',
    first: [],
    without: ['failOn'],
  },
  {
    name: 'network show',
    title: 'report-network-show',
    section: '/networks',
    first: ['from', 'vpc'],
    without: ['picture', 'howToSave'],
  },
  { name: 'network trace', title: 'report-network-trace', section: '/networks', first: ['from'] },
  {
    name: 'network check',
    title: 'report-network-check',
    section: '/networks',
    first: ['from', 'vpc', 'path'],
  },
  {
    name: 'network survive',
    title: 'report-network-survive',
    section: '/networks',
    first: ['from', 'vpc', 'without'],
  },
];

export interface ReportSourceOptions {
  readonly program: ReportSource['program'];
  readonly environment: Io['environment'];
  readonly globalWords: readonly string[];
  /** Files that the forms start with, by command and field. */
  readonly initial?: Readonly<Record<string, ReportCommand['initial']>>;
}

export function reportSource({
  program,
  environment,
  globalWords,
  initial = {},
}: ReportSourceOptions): ReportSource {
  return {
    program,
    environment,
    globalWords,
    commands: commands.map((command) => ({
      ...command,
      initial: { ...command.initial, ...initial[command.name] },
    })),
    run: (words, io, sink) => runForReports(program, words, io, sink),
  };
}
