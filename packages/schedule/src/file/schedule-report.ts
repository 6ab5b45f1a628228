import { countOf, type Report, type Section } from '@groundcrew/report';
import type { Problem } from '@groundcrew/settings';
import type { Finding } from '../simulation/findings.ts';
import { describeDates, describeEntry } from './describe-entry.ts';
import type { ResourceMatch, ScheduleFile } from './schedule.ts';

/** Where something is in a file. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A finding with its place. */
export type PlacedFinding = Finding & Place;

/** The content of a schedule file, for people to compare with what they intended, and what they should know of it. */
export function scheduleReport(file: ScheduleFile, findings: readonly PlacedFinding[]): Report {
  const { schedules, rules, groups } = file;
  return {
    title: `Schedules of ${file.file}`,
    catalog: 'schedules',
    lead: [
      findings.length === 0
        ? `${file.file} can be used: it has no problems, and there is nothing to know.`
        : `${file.file} can be used: it has no problems; look at ${countOf(findings.length, 'finding')}.`,
    ],
    figures: [
      { title: 'Schedules', value: schedules.size },
      { title: 'To know', value: findings.length, tone: findings.length === 0 ? 'good' : 'warning' },
    ],
    sections: [
      {
        kind: 'table',
        key: 'schedules',
        title: 'Schedules',
        columns: [
          { key: 'name', title: 'Name', whole: true },
          { key: 'windows', title: 'When', wrap: true },
          { key: 'zone', title: 'Zone' },
          { key: 'mode', title: 'Mode' },
          { key: 'calendar', title: 'Calendar' },
          { key: 'skip', title: 'Left out', wrap: true },
          { key: 'description', title: 'Description', wrap: true, yields: 1 },
        ],
        rows: [...schedules.values()].map(({ name, zone, mode, calendar, skip, entries, description }) => ({
          name,
          windows: entries.map(describeEntry).join('; '),
          zone,
          mode: entries.some(({ kind }) => kind !== 'window') ? 'once' : mode,
          calendar: calendar ?? null,
          skip: describeDates(skip) || null,
          description: description ?? null,
        })),
      },
      ...(rules.length === 0
        ? []
        : [
            {
              kind: 'table',
              key: 'rules',
              title: 'Rules: the first that matches',
              columns: [
                { key: 'match', title: 'What', wrap: true },
                { key: 'schedule', title: 'Schedule' },
              ],
              rows: rules.map(({ match, schedule }) => ({ match: describeMatch(match), schedule })),
            } satisfies Section,
          ]),
      ...(groups.length === 0
        ? []
        : [
            {
              kind: 'table',
              key: 'groups',
              title: 'Groups: started in this order, stopped in the reverse one',
              columns: [
                { key: 'name', title: 'Name' },
                { key: 'order', title: 'Order', wrap: true },
                { key: 'waitMinutes', title: 'Waits for a step, minutes', unit: 'count' },
              ],
              rows: groups.map(({ name, order, waitMinutes }) => ({
                name,
                order: order.map(describeMatch).join(' → '),
                waitMinutes,
              })),
            } satisfies Section,
          ]),
      findingsSection(file.file, findings),
    ],
    notes: [
      `${file.file} has ${countOf(schedules.size, 'schedule')}; the tag ${file.tagKey} names that of a resource.`,
    ],
  };
}

/** What a person should know; in a table each with its line. */
export function findingsSection(file: string, findings: readonly PlacedFinding[]): Section {
  return {
    kind: 'table',
    key: 'findings',
    title: 'To know',
    columns: [
      { key: 'place', title: 'Where', whole: true },
      { key: 'schedule', title: 'Schedule' },
      { key: 'code', title: 'Kind', hidden: true },
      { key: 'message', title: 'What', wrap: true, words: true },
    ],
    rows: findings.map(({ line, column, schedule, code, path, message }) => ({
      place: `${file}:${line}:${column}`,
      schedule,
      code,
      message: path[2] === 'windows' ? `${pathText(path)} ${message}` : message,
    })),
    whenEmpty:
      'Nothing to know: no hours that a clock skips or repeats, no overlaps, no gaps, no year without holidays.',
  };
}

/** The problems of a file, for programs. */
export function problemReport(file: string, problems: readonly Problem[]): Report {
  return {
    title: `Problems in ${file}`,
    catalog: 'schedules',
    lead: [`${file} can't be used: ${countOf(problems.length, 'problem')} to correct.`],
    figures: [{ title: 'Problems', value: problems.length, tone: 'bad' }],
    sections: [
      {
        kind: 'table',
        key: 'problems',
        columns: [
          { key: 'file', title: 'File' },
          { key: 'line', title: 'Line', unit: 'count' },
          { key: 'column', title: 'Column', unit: 'count' },
          { key: 'path', title: 'Where' },
          { key: 'message', title: 'What', wrap: true },
        ],
        rows: problems.map((problem) => ({ file, ...problem })),
      },
    ],
  };
}

/** `windows[0]`: within its schedule, which has a column of its own. */
function pathText(path: Finding['path']): string {
  const inner = path.slice(2);
  return typeof inner[1] === 'number' ? `${inner[0]}[${inner[1]}]` : inner.join('.');
}

function describeMatch({ tag = {}, ...places }: ResourceMatch): string {
  return [
    ...Object.entries(places).map(([name, glob]) => `${name} ${glob}`),
    ...Object.entries(tag).map(([key, value]) => `tag ${key}=${value}`),
  ].join(', ');
}
