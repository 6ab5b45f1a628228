import { DescribeInstancesCommand } from '@aws-sdk/client-ec2';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DESCRIBE_INSTANCES_SHAPE } from './describe-instances-shape.ts';
import { ScannedDescribeInstancesCommand } from './scanned-describe-instances.ts';
import { createAnsweredClient, cut } from './testing/answers.ts';
import type { Member, Shape } from './xml/shape.ts';

/** Ways to write a character that XML has a meaning for. */
const ESCAPES: Readonly<Record<string, readonly string[]>> = {
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
    const escaped = clean.replace(/[&<>"']/g, (c) => ESCAPES[c]?.[way] ?? ESCAPES[c]?.[0] ?? c);
    return form === 'comment' ? `${escaped}<!-- <x> & y -->` : escaped;
  });

/** Elements that EC2 may add any day, with whatever is in them. */
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

/** Some of the members in any order, unknown elements between them. */
function structureOf(shape: Shape): fc.Arbitrary<string> {
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

/** An output with nothing in it but the fields of a shape. */
function restrict(value: unknown, shape: Shape): Record<string, unknown> {
  const from = value as Record<string, unknown>;
  const kept: Record<string, unknown> = {};
  for (const member of Object.values(shape)) {
    const found = from[member.key];
    if (found === undefined) continue;
    if (member.kind === 'structure') kept[member.key] = restrict(found, member.shape);
    else if (member.kind === 'list') {
      kept[member.key] = (found as unknown[]).map((item) => restrict(item, member.shape));
    } else kept[member.key] = found;
  }
  return kept;
}

test('every answer is read as by the SDK, in whatever pieces it arrives', async () => {
  await fc.assert(
    fc.asyncProperty(
      structureOf(DESCRIBE_INSTANCES_SHAPE),
      fc.constantFrom('', '<?xml version="1.0" encoding="UTF-8"?>\n', '<!-- x -->', '<!DOCTYPE x>'),
      fc.array(fc.nat(), { maxLength: 20 }),
      async (inside, prolog, places) => {
        const answer = `${prolog}<DescribeInstancesResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">${inside}</DescribeInstancesResponse>\n`;
        const sdk = await createAnsweredClient([Buffer.from(answer)]).send(new DescribeInstancesCommand({}));
        const ours = await createAnsweredClient(cut(answer, places)).send(
          new ScannedDescribeInstancesCommand({}),
        );
        const { $metadata, ...fields } = ours;
        expect(fields).toEqual(restrict(sdk, DESCRIBE_INSTANCES_SHAPE));
        expect($metadata).toEqual(sdk.$metadata);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);
