import { flagOf, type OptionSpecs, quoted } from '@groundcrew/cli';
import type { OptionValuesByName } from '../console.ts';

/** What the page was answered: values of options of the command `inventory load`. */
export type Answers = OptionValuesByName;

/** What a form answers: `encoding`, `column:count`, `duplicates` and further options by their names. */
export function readAnswers(form: URLSearchParams, before: Answers, specs: OptionSpecs): Answers {
  const answers: Record<string, OptionValuesByName[string]> = { ...before };
  for (const [name, value] of form) {
    const field = /^column:(store|item|count)$/.exec(name)?.[1];
    if (field !== undefined) answers.column = withColumn(answers.column, field, value);
    else if (Object.hasOwn(specs, name)) answers[name] = value === '' ? undefined : value;
  }
  return answers;
}

function withColumn(columns: OptionValuesByName[string], field: string, name: string): readonly string[] {
  const others = Array.isArray(columns)
    ? columns.filter((each) => !String(each).startsWith(`${field}=`))
    : [];
  return name === '' ? others : [...others, `${field}=${name}`];
}

/** The values that the command's handler gets: those that are absent as if they were not typed. */
export function withAbsent(answers: Answers, specs: OptionSpecs): OptionValuesByName {
  return Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [name, answers[name] ?? absentValue(spec)]),
  );
}

function absentValue(spec: OptionSpecs[string]): OptionValuesByName[string] {
  if (spec.type === 'flag') return false;
  if (spec.default !== undefined) return spec.default;
  return spec.type === 'text' && spec.repeat ? [] : undefined;
}

/** The command that does the same, to copy into a shell. */
export function commandOf(words: readonly string[], answers: Answers): string {
  const options = Object.entries(answers).flatMap(([name, value]) => {
    if (value === undefined || value === false) return [];
    if (value === true) return [flagOf(name)];
    return [value].flat().flatMap((each) => [flagOf(name), String(each)]);
  });
  return ['groundcrew', ...words, ...options].map(quoted).join(' ');
}
