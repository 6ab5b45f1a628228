import { didYouMean } from '@groundcrew/errors';
import { compileGlob, type Matcher } from '@groundcrew/settings';
import { NO_SCHEDULE, type ResourceMatch, type Schedule, type ScheduleFile } from '../file/schedule.ts';

/** What is known of a resource that may be on a schedule. */
export interface ResourceFacts {
  readonly id: string;
  /** `ec2:instance`, `rds:db`, `rds:cluster`, `autoscaling:group`. */
  readonly type: string;
  readonly account: string;
  readonly region: string;
  readonly tags: Readonly<Record<string, string>>;
}

/** On which schedule a resource is, and by what; on none; or why that can't be determined. */
export type Assignment =
  | { readonly schedule: Schedule; readonly by: 'tag' | 'rule'; readonly rule?: number }
  | { readonly schedule: undefined; readonly problem?: string };

/** Finds the schedule of a resource: its tag wins, then the first rule that matches. */
export type Assign = (resource: ResourceFacts) => Assignment;

/** Compiles the rules of a file once, for many resources. */
export function createAssign({ tagKey, schedules, rules }: ScheduleFile): Assign {
  const compiled = rules.map(({ match, schedule }) => ({ matches: compileMatch(match), schedule }));
  return (resource) => {
    const value = resource.tags[tagKey];
    if (value !== undefined) {
      if (value === NO_SCHEDULE) return { schedule: undefined };
      const schedule = schedules.get(value);
      return schedule
        ? { schedule, by: 'tag' }
        : { schedule: undefined, problem: unknownName(tagKey, value, schedules) };
    }
    const misspelled = Object.keys(resource.tags).find(
      (key) => key.trim().toLowerCase() === tagKey.toLowerCase(),
    );
    if (misspelled !== undefined) {
      const problem = `has a tag ${JSON.stringify(misspelled)}, which is not ${JSON.stringify(tagKey)}; rename its key`;
      return { schedule: undefined, problem };
    }
    const rule = compiled.findIndex(({ matches }) => matches(resource));
    const schedule = rule < 0 ? undefined : schedules.get(compiled[rule]!.schedule);
    return schedule ? { schedule, by: 'rule', rule } : { schedule: undefined };
  };
}

/** Whether a resource is on any schedule of a file. */
export function isOnSchedule(file: ScheduleFile): (resource: ResourceFacts) => boolean {
  const assign = createAssign(file);
  return (resource) => assign(resource).schedule !== undefined;
}

/** A match as a function: all of it has to match. */
export function compileMatch({ tag = {}, ...fields }: ResourceMatch): (resource: ResourceFacts) => boolean {
  const tests = Object.entries(fields).map(([name, glob]): [keyof typeof fields, Matcher] => [
    name as keyof typeof fields,
    compileGlob(glob),
  ]);
  const tagTests = Object.entries(tag).map(([key, glob]): [string, Matcher] => [key, compileGlob(glob)]);
  return (resource) =>
    tests.every(([name, matches]) => matches(resource[name])) &&
    tagTests.every(([key, matches]) => {
      const value = resource.tags[key];
      return value !== undefined && matches(value);
    });
}

function unknownName(key: string, value: string, schedules: ScheduleFile['schedules']): string {
  const names = [...schedules.keys(), NO_SCHEDULE];
  const known = (value !== '' && didYouMean(value, names)) || `; known: ${names.join(', ')}`;
  return `has ${key}=${JSON.stringify(value)}, but there is no schedule of that name${known}`;
}
