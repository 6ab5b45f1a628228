/** The parameters of a query protocol request: `A.member.1.B=…`, parsed. */
export interface Form {
  /** A parameter's value. */
  text(name: string): string | undefined;
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

/**
 * Reads parameters of the AWS query protocol.
 *
 * Rules: "AWS query protocol" of the Smithy specification: lists are `NAME.member.N`, maps `NAME.entry.N`; "AWS EC2 query
 * protocol": lists are `NAME.N`.
 */
export function createForm(parameters: URLSearchParams, prefix = ''): Form {
  function numbersOf(start: string): readonly number[] {
    const numbers = new Set<number>();
    for (const parameter of parameters.keys()) {
      if (!parameter.startsWith(start)) continue;
      const number = parameter.slice(start.length).match(/^\d{1,6}/)?.[0];
      if (number !== undefined) numbers.add(Number(number));
    }
    return [...numbers].toSorted((a, b) => a - b);
  }

  function numbered(name: string): readonly Form[] {
    const start = `${prefix}${name}.`;
    return numbersOf(start).map((number) => createForm(parameters, `${start}${number}.`));
  }

  return {
    text: (name) => parameters.get(`${prefix}${name}`) ?? undefined,
    texts(name) {
      const start = `${prefix}${name}.`;
      return numbersOf(start).map((number) => parameters.get(`${start}${number}`) ?? '');
    },
    structures: numbered,
    list: (name) => numbered(`${name}.member`),
    entries: (name) => numbered(`${name}.entry`),
    map: (name) =>
      Object.fromEntries(
        numbered(`${name}.entry`).map((entry) => [entry.text('key') ?? '', entry.text('value') ?? '']),
      ),
  };
}
