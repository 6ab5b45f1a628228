import { StatesError } from './errors.ts';
import { evaluate, parseExpression } from './expressions.ts';
import { isObject, type Json } from './json.ts';

/** What is wrong with a payload template, each with its place; none: nothing. */
export function findTemplateProblems(template: unknown, place: string): string[] {
  if (Array.isArray(template)) {
    return template.flatMap((item, index) => findTemplateProblems(item, `${place}[${index}]`));
  }
  if (!isObject(template)) return [];
  return Object.entries(template).flatMap(([name, value]) => {
    const at = `${place}/${name}`;
    if (!name.endsWith('.$')) return findTemplateProblems(value, at);
    if (typeof value !== 'string') return [`${at} must be a path or an intrinsic function`];
    if (Object.hasOwn(template, name.slice(0, -2))) return [`${at} is there with and without ".$"`];
    const parsed = parseExpression(value);
    return typeof parsed === 'string' ? [`${parsed} at ${at}`] : [];
  });
}

/**
 * A payload template filled in.
 *
 * @throws StatesError `States.ParameterPathFailure`, `States.IntrinsicFailure`
 */
export function fillTemplate(template: Json, input: Json, context: Json): Json {
  if (Array.isArray(template)) return template.map((item: Json) => fillTemplate(item, input, context));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, value]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), valueOf(name, value as string, input, context)]
        : [name, fillTemplate(value, input, context)],
    ),
  );
}

function valueOf(name: string, text: string, input: Json, context: Json): Json {
  try {
    return evaluate(
      parseExpression(text) as Exclude<ReturnType<typeof parseExpression>, string>,
      input,
      context,
    );
  } catch (error) {
    if (!(error instanceof StatesError) || error.error !== 'States.Runtime') throw error;
    // The Amazon States Language has a name for it, which Retry and Catch may match.
    throw new StatesError(
      'States.ParameterPathFailure',
      `The JSONPath '${text}' specified for the field '${name}' could not be found in the input '${abridged(input)}'`,
    );
  }
}

function abridged(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 1000 ? `${text.slice(0, 1000)}…` : text;
}
