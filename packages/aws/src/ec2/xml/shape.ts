/** An element to read: its name in the XML, and its key in the result. */
export type Shape = Readonly<Record<string, Member>>;

export type Member =
  | { readonly kind: 'text' | 'repeated-text' | 'integer' | 'boolean' | 'date'; readonly key: string }
  | { readonly kind: 'structure' | 'list'; readonly key: string; readonly shape: Shape };

/** A {@link Member} compiled for the scanner: its name as bytes, and its shape as a table. */
export interface Field {
  readonly name: Uint8Array;
  readonly kind: Member['kind'];
  readonly key: string;
  readonly table: FieldTable | undefined;
}

/** The members of a shape by the hash of their names. */
export type FieldTable = ReadonlyMap<number, Field>;

/** The name of a list's elements in the protocols of EC2. */
const ITEM = 'item';

/** One step of the hash of a name; the initial value is 0. */
export function hashStep(hash: number, byte: number): number {
  return (Math.imul(hash, 31) + byte) | 0;
}

/** The table of a shape, and of all shapes below it. */
export function fieldTable(shape: Shape): FieldTable {
  const table = new Map<number, Field>();
  for (const [name, member] of Object.entries(shape)) {
    const bytes = Buffer.from(name);
    const hash = bytes.reduce(hashStep, 0);
    if (table.has(hash)) throw new RangeError(`${name} has the hash of another name`);
    table.set(hash, { name: bytes, kind: member.kind, key: member.key, table: tableOf(member) });
  }
  return table;
}

function tableOf(member: Member): FieldTable | undefined {
  if (member.kind === 'structure') return fieldTable(member.shape);
  // A list is a structure whose single member may be repeated.
  if (member.kind === 'list')
    return fieldTable({ [ITEM]: { kind: 'structure', key: '', shape: member.shape } });
  return undefined;
}
