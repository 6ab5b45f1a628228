import { globSync, readFileSync } from 'node:fs';
import { findKorean, sentenceCatalogs } from '@groundcrew/report/messages';
import { expect, test } from 'vitest';

/** The same in each language, and keys of AWS. */
const SAME = /^(?:|AMI|ARN|IMDSv2|IPv6|MAC|SSM|VPC)$/;

const files = globSync('packages/*/src/**/*-{report,section,verdict,columns}.ts');

/** Texts that a report is made of, where they stand in the source without a value in them. */
function textsOf(source: string): readonly string[] {
  // What only programs get is in English.
  const shown = source.replaceAll(/\{[^{}]*\bhidden: true[^{}]*\}/g, '');
  const literals = shown.matchAll(
    /\b(?:title|whenEmpty|labelTitle|valueTitle|lead|description): (?:'((?:[^'\\]|\\.)*)'|"((?:[^"\\]|\\.)*)")/g,
  );
  return [...literals].map(([, single, double]) => (single ?? double ?? '').replaceAll("\\'", "'"));
}

function isKnown(text: string): boolean {
  return SAME.test(text) || sentenceCatalogs.some((name) => findKorean(text, name) !== undefined);
}

test('sources of reports are found', () => {
  expect(files.length).toBeGreaterThan(20);
  expect(textsOf(`{ title: 'What', whenEmpty: "It's empty." }`)).toEqual(['What', "It's empty."]);
});

test.each(files)('%s has no heading outside the catalog', (file) => {
  expect(textsOf(readFileSync(file, 'utf8')).filter((text) => !isKnown(text))).toEqual([]);
});
