import { isObject } from './json.ts';
import { parsePath } from './paths.ts';
import { findTemplateProblems } from './templates.ts';

/** What is wrong with the value of a field, in words that follow its place; none: nothing. */
export type Check = (value: unknown, place: string) => string[];

/** A check by a test, and the words for what passes it. */
export const check =
  (wanted: string, test: (value: unknown) => boolean): Check =>
  (value, place) =>
    test(value) ? [] : [`${place} must be ${wanted}`];

export const text = check('a string', (value) => typeof value === 'string');
export const name = check('a string of 1 to 80 characters', (value) => {
  return typeof value === 'string' && value.length > 0 && value.length <= 80;
});
export const isTrue = check('true', (value) => value === true);
export const boolean = check('a boolean', (value) => typeof value === 'boolean');
export const number = check('a number', (value) => typeof value === 'number');
export const anything: Check = () => [];
export const integer = (minimum: number, maximum: number): Check =>
  check(`a whole number from ${minimum} to ${maximum}`, (value) => {
    return Number.isInteger(value) && (value as number) >= minimum && (value as number) <= maximum;
  });
export const numberFrom = (minimum: number, maximum: number): Check =>
  check(`a number from ${minimum} to ${maximum}`, (value) => {
    return typeof value === 'number' && value >= minimum && value <= maximum;
  });
export const oneOf = (...values: readonly string[]): Check =>
  check(`one of ${values.join(', ')}`, (value) => typeof value === 'string' && values.includes(value));
export const path = check('a path without wildcards and filters', (value) => {
  return typeof value === 'string' && parsePath(value) !== undefined;
});
export const pathOrNull: Check = (value, place) => (value === null ? [] : path(value, place));
export const resultPath = check("null, or a path of names in the state's input", (value) => {
  if (value === null) return true;
  const parsed = typeof value === 'string' ? parsePath(value) : undefined;
  return parsed !== undefined && !parsed.ofContext && parsed.steps.every((step) => typeof step === 'string');
});
export const template: Check = (value, place) =>
  isObject(value) ? findTemplateProblems(value, place) : [`${place} must be an object`];
/** Parameters of an integration: these and no others, each also by a path. */
export const parametersOf =
  (names: readonly string[], required: readonly string[]): Check =>
  (value, place) => {
    if (!isObject(value)) return [`${place} must be an object`];
    const given = Object.keys(value).map((key) => key.replace(/\.\$$/, ''));
    return [
      ...required
        .filter((one) => !given.includes(one))
        .map((one) => `The field "${one}" is missing at ${place}`),
      ...given
        .filter((one) => !names.includes(one))
        .map((one) => `Field "${one}" is not supported at ${place}`),
      ...findTemplateProblems(value, place),
    ];
  };
export const listOf =
  (item: Check): Check =>
  (value, place) =>
    Array.isArray(value) && value.length > 0
      ? value.flatMap((one, index) => item(one, `${place}[${index}]`))
      : [`${place} must be a list that is not empty`];

/** An object with these fields and no others. */
export const fieldsOf =
  (fields: Readonly<Record<string, Check>>, required: readonly string[] = []): Check =>
  (value, place) => {
    if (!isObject(value)) return [`${place} must be an object`];
    return [
      ...required
        .filter((field) => value[field] === undefined)
        .map((field) => `The field "${field}" is missing at ${place}`),
      ...Object.entries(value).flatMap(([field, content]) => {
        const own = Object.hasOwn(fields, field) ? fields[field] : undefined;
        return own === undefined
          ? [`Field "${field}" is not supported at ${place}`]
          : own(content, `${place}/${field}`);
      }),
    ];
  };

/** Of waits and time limits (Amazon States Language as AWS has it). */
export const MAX_SECONDS = 99_999_999;
export const seconds = integer(1, MAX_SECONDS);
export const count = integer(0, Number.MAX_SAFE_INTEGER);
