import * as fc from 'fast-check';
import type { Member, Shape } from '../xml/shape.ts';

/** Forms of a character that has a meaning in XML. */
const escapes: Readonly<Record<string, readonly string[]>> = {
  '&': ['&amp;', '&#38;', '&#x26;'],
  '<': ['&lt;', '&#60;', '&#x3C;'],
  '>': ['&gt;', '>', '&#62;'],
  '"': ['&quot;', '"'],
  "'": ['&apos;', "'"],
};

/** A text in one of its many forms. */
const writtenText = fc
  .tuple(
    fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: 'grapheme', maxLength: 12 }),
      fc.constantFrom(
        '',
        ' ',
        'a & b',
        '<>',
        'ü',
        '재고',
        '𐐷',
        '\n',
        ' \r\n ',
        'a\rb',
        'i-0123456789abcdef0',
      ),
    ),
    fc.nat(2),
    fc.constantFrom('plain', 'plain', 'cdata', 'comment'),
  )
  .map(([text, way, form]) => {
    // Control characters are not XML, and ]]> ends a CDATA section.
    const clean = Array.from(text)
      .filter((c) => c >= ' ' || '\t\r\n'.includes(c))
      .join('')
      .replaceAll(']]>', '');
    if (form === 'cdata') return `<![CDATA[${clean}]]>`;
    const escaped = clean.replace(/[&<>"']/g, (c) => escapes[c]?.[way] ?? escapes[c]?.[0] ?? c);
    return form === 'comment' ? `${escaped}<!-- <x> & y -->` : escaped;
  });

/** Unknown elements, which EC2 may add any time. */
const unknownElement = fc
  .letrec<{ element: string; inside: string }>((tie) => ({
    element: fc
      .tuple(fc.constantFrom('item', 'unknownSet', 'instanceId2', 'name2', 'x'), tie('inside'), fc.nat(2))
      .map(([name, inside, way]) => {
        if (way === 0) return `<${name}/>`;
        return way === 1 ? `<${name} a="/>" b='>'>${inside}</${name}>` : `<${name}>${inside}</${name}>`;
      }),
    inside: fc.oneof(
      { depthSize: 'small' },
      writtenText,
      fc.array(tie('element'), { maxLength: 3 }).map((all) => all.join('')),
    ),
  }))
  .element.map((element) => `<notYetKnown>${element}</notYetKnown>`);

function writtenValue(member: Member): fc.Arbitrary<string> {
  switch (member.kind) {
    case 'integer':
      return fc.integer().map(String);
    case 'boolean':
      return fc.constantFrom('true', 'false');
    case 'date':
      return fc
        .date({ min: new Date('2006-01-01'), max: new Date('2100-01-01'), noInvalidDate: true })
        .map((date) => date.toISOString());
    case 'structure':
      return structureOf(member.shape);
    case 'list':
      return fc
        .array(structureOf(member.shape), { maxLength: 3 })
        .map((items) => items.map((item) => `<item>${item}</item>`).join(''));
    default:
      return writtenText;
  }
}

/** The content of an element: some of the members of a shape in any order, unknown elements between them. */
export function structureOf(shape: Shape): fc.Arbitrary<string> {
  const members = Object.entries(shape).map(([name, member]) =>
    fc
      .tuple(writtenValue(member), fc.boolean())
      .map(([value, short]) => (value === '' && short ? `<${name}/>` : `<${name}>${value}</${name}>`)),
  );
  return fc
    .tuple(
      fc.tuple(...members.map((member) => fc.option(member, { nil: '', freq: 4 }))),
      fc.array(unknownElement, { maxLength: 2 }),
      fc.constantFrom('', '\n  ', '<!-- <item> -->', '<?pi <item>?>'),
      fc.nat(),
    )
    .map(([written, unknown, between, seed]) => shuffle([...written, ...unknown], seed).join(between));
}

function shuffle(parts: readonly string[], seed: number): string[] {
  return parts
    .map((part, i) => ({ part, order: ((i + 1) * (seed + 1) * 2_654_435_761) % 4_294_967_296 }))
    .sort((a, b) => a.order - b.order)
    .map(({ part }) => part);
}
