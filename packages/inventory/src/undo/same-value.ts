import type { StoredItem } from '@groundcrew/aws/dynamodb';

type Value = StoredItem[string];

/** Whether two attributes have the same value, in whichever notation: `1.0` is `1`, and sets have no order. */
export function isSameValue(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return a === b;
  if (a.N !== undefined && b.N !== undefined) return a.N === b.N || isSameNumber(a.N, b.N);
  if (a.S !== undefined || b.S !== undefined) return a.S === b.S;
  return canonical(a) === canonical(b);
}

/** Whether the attributes are the same, none more and none less. */
export function areSame(a: StoredItem | null, b: StoredItem | null): boolean {
  if (a === null || b === null) return a === b;
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSameValue(a[name], b[name]));
}

/** DynamoDB has 38 digits, a double has 15: where there are more, equal doubles prove nothing. */
function isSameNumber(a: string, b: string): boolean {
  return Number(a) === Number(b) && digitsOf(a).length <= 15 && digitsOf(b).length <= 15;
}

function digitsOf(text: string): string {
  return text
    .replace(/e.*$/i, '')
    .replace(/[^0-9]/g, '')
    .replace(/^0+|0+$/g, '');
}

function canonical(value: unknown): string {
  if (value instanceof Uint8Array) return JSON.stringify(Buffer.from(value).toString('base64'));
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const parts = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(
      ([name, member]) =>
        `${JSON.stringify(name)}:${isSet(name, member) ? setOf(member) : canonical(member)}`,
    );
  return `{${parts.join(',')}}`;
}

function isSet(name: string, member: unknown): member is unknown[] {
  return (name === 'SS' || name === 'NS' || name === 'BS') && Array.isArray(member);
}

function setOf(members: readonly unknown[]): string {
  return `[${members.map(canonical).sort().join(',')}]`;
}
