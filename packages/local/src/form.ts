import { AwsError } from './service.ts';

/** The parameters of a query protocol request: `A.member.1.B=…`, parsed. */
export interface Form {
  /** Whether there is a parameter of that name, of any form. */
  has(name: string): boolean;
  /** A parameter's value. */
  text(name: string): string | undefined;
  /** A parameter of any form: a text, a list of texts or lists, or an object of its parts; `undefined`: there is none. */
  value(name: string): unknown;
  /** The members of a list of strings in EC2's form, without `member`: `NAME.1=…`. */
  texts(name: string): readonly string[];
  /** The same for a list of structures: `NAME.1.FIELD=…`. */
  structures(name: string): readonly Form[];
  /** The members of a list, in the order of their numbers, each as a form of its own parameters. */
  list(name: string): readonly Form[];
  /** The entries of a map, each a form. */
  entries(name: string): readonly Form[];
  /** A map of strings. */
  map(name: string): Readonly<Record<string, string>>;
}

/** Parameters by the parts of their names: what looks up one part costs as much as it finds, however many others there are. */
interface Node {
  value: string | undefined;
  readonly parts: Map<string, Node>;
}

// A page of EC2's largest call names 1,000 resources and 50 tags.
const MAX_PARAMETERS = 50_000;
const MAX_PARTS = 32;

/**
 * Reads parameters of the AWS query protocol; of several with one name the first counts.
 *
 * Rules: "AWS query protocol" of the Smithy specification: lists are `NAME.member.N`, maps `NAME.entry.N`; "AWS EC2 query
 * protocol": lists are `NAME.N`.
 *
 * @throws AwsError `MalformedQueryString` for more parameters, or deeper ones, than any request has.
 */
export function createForm(parameters: URLSearchParams): Form {
  if (parameters.size > MAX_PARAMETERS) {
    throw malformed(`${parameters.size} parameters; at most ${MAX_PARAMETERS} are allowed`);
  }
  const root: Node = { value: undefined, parts: new Map() };
  for (const [name, value] of parameters) {
    const parts = name.split('.', MAX_PARTS + 1);
    if (parts.length > MAX_PARTS) throw malformed(`a parameter of more than ${MAX_PARTS} parts`);
    let node = root;
    for (const part of parts) {
      let next = node.parts.get(part);
      if (!next) node.parts.set(part, (next = { value: undefined, parts: new Map() }));
      node = next;
    }
    node.value ??= value;
  }
  return formOf(root);
}

function formOf(node: Node | undefined): Form {
  return {
    has: (name) => nodeAt(node, name) !== undefined,
    text: (name) => nodeAt(node, name)?.value,
    value: (name) => valueOf(nodeAt(node, name)),
    texts: (name) => numbered(nodeAt(node, name)).map(({ value }) => value ?? ''),
    structures: (name) => numbered(nodeAt(node, name)).map(formOf),
    list: (name) => numbered(nodeAt(node, `${name}.member`)).map(formOf),
    entries: (name) => numbered(nodeAt(node, `${name}.entry`)).map(formOf),
    map: (name) =>
      Object.fromEntries(
        numbered(nodeAt(node, `${name}.entry`)).map(({ parts }) => [
          parts.get('key')?.value ?? '',
          parts.get('value')?.value ?? '',
        ]),
      ),
  };
}

function valueOf(node: Node | undefined): unknown {
  if (node === undefined) return undefined;
  const parts = [...node.parts];
  if (parts.length === 0) return node.value;
  const [[first, members]] = parts as [[string, Node]];
  if (parts.length === 1 && first === 'member') return valueOf(members);
  if (parts.every(([part]) => /^\d{1,9}$/.test(part))) return numbered(node).map(valueOf);
  return Object.fromEntries(parts.map(([part, each]) => [part, valueOf(each)]));
}

function nodeAt(node: Node | undefined, name: string): Node | undefined {
  let found = node;
  for (const part of name.split('.')) found = found?.parts.get(part);
  return found;
}

/** The members of a list, by their numbers. */
function numbered(node: Node | undefined): readonly Node[] {
  const parts = [...(node?.parts ?? [])];
  const odd = parts.find(([part]) => !/^\d{1,9}$/.test(part));
  // Ignored, it would be a list without what was named: all instances instead of one.
  if (odd) throw malformed(`"${odd[0].slice(0, 40)}" where the number of a member of a list is expected`);
  return parts.toSorted(([a], [b]) => Number(a) - Number(b)).map(([, member]) => member);
}

function malformed(found: string): AwsError {
  return new AwsError(400, 'MalformedQueryString', `The query string has ${found}`);
}
