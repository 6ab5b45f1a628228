/** A constant of a module whose name does not have the form of its kind. */
export interface MisnamedConstant {
  readonly name: string;
  readonly wanted: 'UPPER_CASE' | 'camelCase';
  readonly line: number;
}

/** A declaration at the start of a line, with what its value begins with. */
const CONSTANT_PATTERN =
  /^(?:export )?const (\w+)(?:: [^=\n]+)? =\s*(?:(-?\d|['"`]|\/(?![/*])|new RegExp\()|([[{]|new (?:Set|Map|WeakMap)\b))/gm;

/**
 * Constants of a module: a number, a text or a pattern is in UPPER_CASE, a list, record, set or map in camelCase, as
 * functions are. Read from the text: a syntax tree of each file would take longer than all other rules.
 */
export function misnamedConstants(source: string): readonly MisnamedConstant[] {
  return [...source.matchAll(CONSTANT_PATTERN)].flatMap(({ 1: name, 2: scalar, 3: collection, index }) => {
    const isUpper = /^[A-Z][A-Z0-9_]*$/.test(name!);
    const wanted = scalar && !isUpper ? 'UPPER_CASE' : collection && isUpper ? 'camelCase' : undefined;
    return wanted ? [{ name: name!, wanted, line: source.slice(0, index).split('\n').length }] : [];
  });
}
