/** An element to read: its name in the XML, and its key in the result. */
export type Shape = Readonly<Record<string, Member>>;

export type Member =
  | { readonly kind: 'text' | 'repeated-text' | 'integer' | 'boolean' | 'date'; readonly key: string }
  | { readonly kind: 'structure'; readonly key: string; readonly shape: Shape }
  /** `item`: the name of its elements; default: that of EC2. */
  | { readonly kind: 'list'; readonly key: string; readonly shape: Shape; readonly item?: string }
  | { readonly kind: 'texts'; readonly key: string; readonly item: string };

/** A {@link Member} compiled for the scanner: its name as bytes, and its shape as a table. */
export interface Field {
  /** Another member of the same slot. */
  readonly next: Field | undefined;
  readonly name: Uint8Array;
  /** `item`: a text that is an element of a list. */
  readonly kind: Member['kind'] | 'item';
  readonly key: string;
  readonly table: FieldTable | undefined;
}

/** The members of a shape, for {@link fieldNamed}; as many slots as a power of two. */
export type FieldTable = readonly (Field | undefined)[];

/** The name of a list's elements in the protocols of EC2. */
const ITEM = 'item';
/** Slots per member: most are empty, so that most names of no interest need no comparison. */
const SPARSENESS = 8;

/** The slot of a name, which is bytes `start` to `end`. It reads few of them, since most names are of no interest. */
function slotOf({ length }: FieldTable, bytes: Uint8Array, start: number, end: number): number {
  const size = end - start;
  const sum =
    size * 37 +
    bytes[start]! * 7 +
    bytes[start + (size >> 2)]! * 5 +
    bytes[start + (size >> 1)]! * 3 +
    bytes[end - 1]! * 11;
  return sum & (length - 1);
}

/** The table of a shape, and of all shapes below it. */
export function fieldTable(shape: Shape): FieldTable {
  return tableOfMembers(Object.entries(shape));
}

type TextItem = { readonly kind: 'item'; readonly key: string };

function tableOfMembers(members: readonly (readonly [string, Member | TextItem])[]): FieldTable {
  const length = 2 ** Math.ceil(Math.log2(Math.max(1, members.length) * SPARSENESS));
  const table = new Array<Field | undefined>(length).fill(undefined);
  for (const [text, member] of members) {
    const name = Buffer.from(text);
    const slot = slotOf(table, name, 0, name.length);
    table[slot] = { name, kind: member.kind, key: member.key, table: tableOf(member), next: table[slot] };
  }
  return table;
}

/** The member whose name is bytes `start` to `end`. */
export function fieldNamed(
  table: FieldTable,
  bytes: Uint8Array,
  start: number,
  end: number,
): Field | undefined {
  let field = table[slotOf(table, bytes, start, end)];
  while (field !== undefined && !hasBytes(bytes, start, end, field.name)) field = field.next;
  return field;
}

/** Whether bytes `start` to `end` are these. */
export function hasBytes(bytes: Uint8Array, start: number, end: number, expected: Uint8Array): boolean {
  if (end - start !== expected.byteLength) return false;
  for (let i = 0; i < expected.byteLength; i += 1) {
    if (bytes[start + i] !== expected[i]) return false;
  }
  return true;
}

function tableOf(member: Member | TextItem): FieldTable | undefined {
  if (member.kind === 'structure') return fieldTable(member.shape);
  // A list is a structure whose single member may be repeated.
  if (member.kind === 'list')
    return fieldTable({ [member.item ?? ITEM]: { kind: 'structure', key: '', shape: member.shape } });
  if (member.kind === 'texts') return tableOfMembers([[member.item, { kind: 'item', key: '' }]]);
  return undefined;
}
