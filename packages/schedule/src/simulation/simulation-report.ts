import {
  type CalendarDay,
  countOf,
  type Figure,
  formatCount,
  type Report,
  type Row,
  type Section,
} from '@groundcrew/report';
import { describeEntry } from '../file/describe-entry.ts';
import { findingsSection, type PlacedFinding } from '../file/schedule-report.ts';
import { type Interval, omissionText } from '../intervals/index.ts';
import { dayText, HOUR_MS, zoneOf } from '../time/index.ts';
import type { ExpectationOutcome } from './check-expectations.ts';
import { localTime, localWeekday, offsetText } from './local-time.ts';
import { fleetFigures, type FleetInput, fleetNotes, fleetSection, savingSentences } from './fleet-section.ts';
import { monthsOf, type SimulatedDay, type Simulation } from './simulate.ts';

export interface SimulationInput {
  readonly file: string;
  readonly year: number;
  readonly simulations: readonly Simulation[];
  readonly findings: readonly PlacedFinding[];
  readonly outcomes: readonly ExpectationOutcome[];
  /** The file of expectations. */
  readonly expectFile?: string;
  /** Whether people see each start and stop; data has them always. */
  readonly withTransitions: boolean;
  /** The resources of a snapshot. */
  readonly fleet?: FleetInput;
}

/** What schedules make of a year: hours, a calendar, each start and stop, and whether expectations are met. */
export function simulationReport(input: SimulationInput): Report {
  const { file, year, simulations, findings, outcomes, expectFile, withTransitions, fleet } = input;
  const shown = simulations.length > MAX_CALENDARS ? [] : simulations;
  const changes = simulations.reduce((sum, { starts, stops }) => sum + starts + stops, 0);
  const unmet = outcomes.filter(({ isMet }) => !isMet).length;
  const verdict =
    outcomes.length === 0
      ? []
      : [
          unmet === 0
            ? outcomes.length === 1
              ? 'The expectation is met.'
              : `All ${countOf(outcomes.length, 'expectation')} are met.`
            : `${unmet} of ${countOf(outcomes.length, 'expectation')} ${unmet === 1 ? 'is' : 'are'} not met.`,
        ];
  return {
    title: `${file} in ${year}`,
    catalog: 'schedules',
    lead: [
      ...verdict,
      ...(fleet ? savingSentences(fleet) : []),
      ...(verdict.length > 0 ? [] : simulations.slice(0, MAX_LEAD).map(hoursSentence)),
      ...(verdict.length > 0 || simulations.length <= MAX_LEAD
        ? []
        : [`The table has ${countOf(simulations.length - MAX_LEAD, 'schedule')} more.`]),
    ],
    figures: [
      ...(outcomes.length === 0
        ? []
        : [{ title: 'Not met', value: unmet, tone: unmet === 0 ? 'good' : 'bad' } as const]),
      ...(fleet ? fleetFigures(fleet) : []),
      ...hoursFigures(simulations, changes),
    ],
    sections: [
      ...(expectFile === undefined ? [] : [expectationsSection(expectFile, outcomes)]),
      hoursSection(simulations),
      ...(fleet ? [fleetSection(fleet)] : []),
      ...(shown.length > 0 ? [calendarSection(shown), monthsSection(shown)] : []),
      ...(withTransitions && shown.length > 0 ? [transitionsSection(shown.flatMap(transitionRows))] : []),
      findingsSection(file, findings),
    ],
    notes: [
      ...verdict,
      ...(fleet ? fleetNotes(fleet) : []),
      ...(shown.length < simulations.length
        ? [
            `Calendars, months and transitions of ${formatCount(simulations.length)} schedules are not shown: --schedule NAME shows those of one.`,
          ]
        : []),
      ...(withTransitions || shown.length < simulations.length
        ? []
        : [`${countOf(changes, 'start and stop', 'starts and stops')}: --transitions lists them.`]),
    ],
  };
}

/** With more, nobody looks at each: they are gigabytes of tens of thousands. */
const MAX_CALENDARS = 100;

function calendarSection(simulations: readonly Simulation[]): Section {
  return {
    kind: 'calendar',
    key: 'days',
    title: 'Calendar',
    valueTitle: 'hours',
    calendars: simulations.map(({ schedule: { name }, days }) => ({ name, days: days.map(calendarDay) })),
  };
}

/** Schedules that a page begins with: all of them are in the table below. */
const MAX_LEAD = 3;

function hoursSentence(simulation: Simulation): string {
  const { schedule, onMs, fromMs, toMs } = simulation;
  return `${schedule.name} is on for ${formatCount(hours(onMs))} of ${formatCount(hours(toMs - fromMs))} hours, ${formatCount(onPercent(simulation))}%.`;
}

/** Of one schedule its hours; of several, how many they are. */
function hoursFigures(simulations: readonly Simulation[], changes: number): readonly Figure[] {
  const [only] = simulations;
  const first: readonly Figure[] =
    only !== undefined && simulations.length === 1
      ? [
          { title: 'Hours on', value: hours(only.onMs) },
          { title: 'Of the year', value: onPercent(only), unit: 'percent' },
        ]
      : [{ title: 'Schedules', value: simulations.length }];
  return [...first, { title: 'Starts and stops', value: changes }];
}

function onPercent({ onMs, fromMs, toMs }: Simulation): number {
  return Math.round((onMs / (toMs - fromMs)) * 1000) / 10;
}

function hoursSection(simulations: readonly Simulation[]): Section {
  return {
    kind: 'table',
    key: 'schedules',
    title: 'Hours of a resource',
    columns: [
      { key: 'schedule', title: 'Schedule', whole: true },
      { key: 'zone', title: 'Zone', yields: 2 },
      { key: 'onHours', title: 'On', unit: 'count' },
      { key: 'offHours', title: 'Off', unit: 'count' },
      { key: 'anyHours', title: 'Unsaid', unit: 'count', printed: 'anyText' },
      { key: 'hours', title: 'Whole year', unit: 'count', yields: 3 },
      { key: 'onPercent', title: 'On', unit: 'percent' },
      { key: 'starts', title: 'Starts', unit: 'count' },
      { key: 'stops', title: 'Stops', unit: 'count' },
      { key: 'longestOnHours', title: 'Longest on', unit: 'count', yields: 1 },
    ].filter(({ key }) => key !== 'anyHours' || simulations.some(({ anyMs }) => anyMs > 0)) as never,
    rows: simulations.map((simulation): Row => {
      const { schedule, onMs, offMs, anyMs, fromMs, toMs, starts, stops, longestOnMs } = simulation;
      return {
        schedule: schedule.name,
        zone: schedule.zone,
        onHours: hours(onMs),
        offHours: hours(offMs),
        anyHours: hours(anyMs),
        hours: hours(toMs - fromMs),
        onPercent: onPercent(simulation),
        starts,
        stops,
        longestOnHours: hours(longestOnMs),
      };
    }),
  };
}

function monthsSection(simulations: readonly Simulation[]): Section {
  const months = simulations.map(({ days }) => monthsOf(days));
  const labels = months[0]?.map(({ month }) => month) ?? [];
  return {
    kind: 'chart',
    key: 'months',
    title: 'Hours on by month',
    type: 'line',
    labelTitle: 'Month',
    labels,
    series: simulations.map(({ schedule: { name } }, index) => ({
      name,
      values: months[index]!.map(({ onMs }) => hours(onMs)),
    })),
  };
}

function expectationsSection(file: string, outcomes: readonly ExpectationOutcome[]): Section {
  return {
    kind: 'table',
    key: 'expectations',
    title: 'Expectations',
    columns: [
      { key: 'place', title: 'Where', whole: true },
      { key: 'schedule', title: 'Schedule' },
      { key: 'when', title: 'When', wrap: true, words: true },
      { key: 'expected', title: 'Expected', words: true },
      { key: 'actual', title: 'Is', words: true },
      { key: 'isMet', title: 'Met' },
    ],
    rows: outcomes.map(({ expectation: { schedule, when, line }, expected, actual, isMet }) => ({
      place: `${file}:${line}`,
      schedule: schedule.name,
      when,
      expected,
      actual,
      isMet,
    })),
  };
}

function transitionsSection(rows: readonly Row[]): Section {
  return {
    kind: 'table',
    key: 'transitions',
    title: 'Starts and stops',
    columns: [
      { key: 'schedule', title: 'Schedule', whole: true },
      { key: 'weekday', title: '', words: true },
      { key: 'local', title: 'Local time', whole: true },
      { key: 'offset', title: 'Offset', yields: 1 },
      { key: 'action', title: 'Action', words: true },
      { key: 'because', title: 'Because', wrap: true, words: true },
      { key: 'at', title: 'Instant', hidden: true },
    ],
    rows,
    whenEmpty: 'Nothing starts or stops in this year.',
  };
}

function transitionRows({ schedule, transitions }: Simulation): Row[] {
  const zone = zoneOf(schedule.zone);
  return transitions.map(({ atMs, action, interval, before }) => ({
    schedule: schedule.name,
    weekday: localWeekday(zone, atMs),
    local: localTime(zone, atMs),
    offset: offsetText(zone, atMs),
    action,
    because: becauseText(schedule.entries, interval, before),
    at: new Date(atMs).toISOString(),
  }));
}

/** The windows that begin; for a stop, that which ends, and what does not begin in the time after it. */
function becauseText(
  entries: Simulation['schedule']['entries'],
  interval: Interval,
  before: Interval | undefined,
): string {
  const named = interval.because.length > 0 ? interval.because : (before?.because ?? []);
  const windows = [...new Set(named.map(({ entry }) => describeEntry(entries[entry]!)))].join('; ');
  const omitted = interval.omitted.map(omissionText);
  const text = interval.wanted === 'off' && !interval.once ? `end of ${windows}` : windows;
  return omitted.length === 0 ? text : `${text}; left out: ${[...new Set(omitted)].join(', ')}`;
}

function calendarDay({ day, onMs, lengthMs, spans, holiday, isOmitted }: SimulatedDay): CalendarDay {
  const notes = [
    ...(holiday === undefined ? [] : [holiday]),
    ...(isOmitted && holiday === undefined ? ['left out'] : []),
    ...(lengthMs === 24 * HOUR_MS ? [] : [`the clock changes: ${hours(lengthMs)} hours`]),
  ];
  return {
    date: dayText(day),
    value: hours(onMs),
    max: hours(lengthMs),
    spans,
    ...(notes.length > 0 && { note: notes.join('; ') }),
    ...((holiday !== undefined || isOmitted) && { isMarked: true }),
  };
}

function hours(ms: number): number {
  return Math.round((ms / HOUR_MS) * 100) / 100;
}
