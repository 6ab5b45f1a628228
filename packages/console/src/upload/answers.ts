import { flagOf, type OptionSpecs, quoted } from '@groundcrew/cli';
import type { OptionValuesByName } from '../console.ts';

/** What the page was answered: values of options of the command `inventory load`. */
export type Answers = OptionValuesByName;

/**
 * What a form answers: `encoding`, `column:count`, `duplicates` and further options by their names. `full` is one question for two
 * options: whether the file is a full export, and what becomes of shelves that it does not name.
 */
export function readAnswers(form: URLSearchParams, before: Answers, specs: OptionSpecs): Answers {
  const answers: Record<string, OptionValuesByName[string]> = { ...before };
  for (const [name, value] of form) {
    const field = /^column:(store|item|count)$/.exec(name)?.[1];
    if (field !== undefined) answers.column = withColumn(answers.column, field, value);
    else if (name === 'full') Object.assign(answers, fullAnswers(value));
    else if (Object.hasOwn(specs, name)) answers[name] = valueOf(specs[name]!, value);
  }
  return answers;
}

/** What was confirmed was of another answer. */
function fullAnswers(value: string): Answers {
  const vanished = value === 'remove' ? value : undefined;
  return { full: value === 'zero' || value === 'remove', vanished, confirmVanished: undefined };
}

function valueOf(spec: OptionSpecs[string], value: string): OptionValuesByName[string] {
  if (value === '') return undefined;
  if (spec.type === 'flag') return true;
  if (spec.type !== 'integer') return value;
  const { minimum, maximum = Number.MAX_SAFE_INTEGER } = spec;
  return /^\d{1,15}$/.test(value) ? Math.min(maximum, Math.max(minimum, Number(value))) : undefined;
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
