/** A value in DynamoDB JSON: one member, named by its type. */
export interface AttributeValue {
  readonly S?: string;
  readonly N?: string;
  readonly B?: string;
  readonly BOOL?: boolean;
  readonly NULL?: boolean;
  readonly SS?: readonly string[];
  readonly NS?: readonly string[];
  readonly BS?: readonly string[];
  readonly L?: readonly AttributeValue[];
  readonly M?: Item;
}

/** An item by its attributes' names. What is stored is never changed in place. */
export type Item = Readonly<Record<string, AttributeValue>>;

/**
 * Whether two stored items contain the same data: the order of attributes and of a set's members does not
 * matter. Numbers are compared as stored, which is normalized: `1.0` is stored as `1`.
 */
export function sameItem(a: Item, b: Item): boolean {
  let left = 0;
  for (const name in a) {
    const other = Object.hasOwn(b, name) ? b[name] : undefined;
    if (other === undefined || !sameValue(a[name]!, other)) return false;
    left++;
  }
  for (const _ in b) left--;
  return left === 0;
}

function sameValue(a: AttributeValue, b: AttributeValue): boolean {
  if (a.S !== undefined) return a.S === b.S;
  if (a.N !== undefined) return a.N === b.N;
  if (a.M !== undefined) return b.M !== undefined && sameItem(a.M, b.M);
  if (a.L !== undefined) {
    return (
      b.L !== undefined &&
      a.L.length === b.L.length &&
      a.L.every((value, index) => sameValue(value, b.L![index]!))
    );
  }
  if (a.SS !== undefined) return sameSet(a.SS, b.SS);
  if (a.NS !== undefined) return sameSet(a.NS, b.NS);
  if (a.BS !== undefined) return sameSet(a.BS, b.BS);
  return a.B === b.B && a.BOOL === b.BOOL && a.NULL === b.NULL;
}

function sameSet(a: readonly string[], b: readonly string[] | undefined): boolean {
  if (b === undefined || a.length !== b.length) return false;
  const members = new Set(a);
  return b.every((member) => members.has(member));
}
