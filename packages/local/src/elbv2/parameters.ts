import type { Form } from '../form.ts';
import type { XmlContent, XmlElements } from '../xml.ts';
import { validationError } from './errors.ts';

/** How the service words what a parameter fails to satisfy. */
function constraint(value: string, name: string, satisfied: string): Error {
  const at = name.charAt(0).toLowerCase() + name.slice(1);
  return validationError(
    `1 validation error detected: Value ${value} at '${at}' failed to satisfy constraint: ${satisfied}`,
  );
}

/** @throws AwsError `ValidationError` if it is missing */
export function needText(form: Form, name: string): string {
  const text = form.text(name);
  if (!text) throw constraint('null', name, 'Member must not be null');
  return text;
}

/** @throws AwsError `ValidationError` if it is none of them */
export function choiceOf<Choice extends string>(
  form: Form,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const text = form.text(name);
  if (text === undefined || (choices as readonly string[]).includes(text)) return text as Choice | undefined;
  throw constraint(`'${text}'`, name, `Member must satisfy enum value set: [${choices.join(', ')}]`);
}

/** @throws AwsError `ValidationError` if it is not a whole number of that range */
export function numberOf(form: Form, name: string, min: number, max: number): number | undefined {
  const text = form.text(name);
  if (text === undefined) return undefined;
  const number = /^\d{1,9}$/.test(text) ? Number(text) : Number.NaN;
  if (number >= min && number <= max) return number;
  const bound = number > max ? `less than or equal to ${max}` : `greater than or equal to ${min}`;
  throw constraint(`'${text}'`, name, `Member must have value ${bound}`);
}

/** @throws AwsError `ValidationError` */
export function booleanOf(form: Form, name: string): boolean | undefined {
  const text = choiceOf(form, name, ['true', 'false']);
  return text === undefined ? undefined : text === 'true';
}

/** What a nested parameter has: text, or further members. */
export type Shape = 'text' | 'texts' | 'map' | { readonly list: Fields } | { readonly fields: Fields };
export interface Fields {
  readonly [name: string]: Shape;
}

/** Reads a structure in the form that answers have; what is not in the form is left out. */
export function readFields(form: Form, fields: Fields, prefix = ''): XmlElements {
  const found: Record<string, XmlContent> = {};
  for (const [name, shape] of Object.entries(fields)) {
    const content = readShape(form, prefix + name, shape);
    if (content !== undefined) found[name] = content;
  }
  return found;
}

function readShape(form: Form, name: string, shape: Shape): XmlContent {
  if (shape === 'text') return form.text(name);
  if (shape === 'texts') {
    const texts = form.texts(`${name}.member`);
    return texts.length === 0 ? undefined : { member: texts };
  }
  if (shape === 'map') {
    const entries = Object.entries(form.map(name)).map(([key, value]) => ({ key, value }));
    return entries.length === 0 ? undefined : { entry: entries };
  }
  if ('list' in shape) {
    const members = form.list(name).map((member) => readFields(member, shape.list));
    return members.length === 0 ? undefined : { member: members };
  }
  const content = readFields(form, shape.fields, `${name}.`);
  return Object.keys(content).length === 0 ? undefined : content;
}

/** A nested element of what was read. */
export function elementAt(element: XmlContent, name: string): XmlContent {
  return typeof element === 'object' && !Array.isArray(element) ? (element as XmlElements)[name] : undefined;
}

/** The members of a list that was read. */
export function membersAt(element: XmlContent, name: string): readonly XmlContent[] {
  const members = elementAt(elementAt(element, name), 'member');
  return Array.isArray(members) ? (members as readonly XmlContent[]) : [];
}

/** A text that was read. */
export function textAt(element: XmlContent, name: string): string | undefined {
  const text = elementAt(element, name);
  return typeof text === 'string' ? text : undefined;
}
