import { defineCommand } from '@groundcrew/cli';
import { expect, test } from 'vitest';
import { createTexts } from '../texts.ts';
import { optionFields, shellLine, wordsOf } from './option-form.ts';
import type { ReportCommand } from './report-commands.ts';

const command = defineCommand({
  description: '',
  arguments: [
    { name: 'before', description: 'a period' },
    { name: 'more', description: 'others', optional: true, repeat: true },
  ],
  options: {
    top: { type: 'integer', value: 'N', minimum: 1, description: 'how many' },
    by: { type: 'text', value: 'LIST', description: 'what by' },
    filter: { type: 'text', value: 'LIST', repeat: true, description: 'which' },
    forecast: {
      type: 'text',
      value: 'METHOD',
      choices: ['own', 'aws'],
      preset: 'own',
      description: 'will be',
    },
    noCache: { type: 'flag', description: 'anew' },
    out: { type: 'text', value: 'FILE', description: 'writes a file' },
  },
  examples: [],
  handler: async () => 0,
});
const entry: ReportCommand = {
  name: 'cost diff',
  title: 'report-cost-diff',
  section: '/costs',
  first: ['by'],
  without: ['out'],
  initial: { by: 'service' },
};
const words = (fields: readonly (readonly [string, string])[]) =>
  wordsOf(
    command,
    entry,
    new URLSearchParams(fields.map(([name, value]): [string, string] => [name, value])),
  );

test('fields are words of the command, in the order of its declaration; empty ones are left out', () => {
  expect(
    words([
      ['noCache', '1'],
      ['arg:before', ' 2026-09 '],
      ['by', 'service'],
      ['top', ''],
      ['filter', 'service=a\r\n\r\nregion=b c'],
      ['forecast', 'aws'],
    ]),
  ).toEqual([
    '2026-09',
    '--by',
    'service',
    '--filter',
    'service=a',
    '--filter',
    'region=b c',
    '--forecast=aws',
    '--no-cache',
  ]);
});

test('what is not an option of the form, or writes files, does not become a word', () => {
  expect(
    words([
      ['arg:before', 'x'],
      ['out', '/etc/passwd'],
      ['apply', '1'],
      ['__proto__', 'y'],
      ['endpointUrl', 'http://evil.example'],
    ]),
  ).toEqual(['x']);
});

test('a value that looks like an option is none', () => {
  expect(words([['arg:before', '--out=/tmp/x']])).toEqual(['--', '--out=/tmp/x']);
  expect(
    words([
      ['arg:before', 'x'],
      ['by', '--out'],
    ]),
  ).toEqual(['x', '--by=--out']);
});

test('a form starts with its initial values, and once it was sent with what was sent', () => {
  const texts = createTexts('en');
  expect(optionFields(texts, command, entry, new URLSearchParams()).text).toContain(
    'name="by" value="service"',
  );
  const sent = optionFields(texts, command, entry, new URLSearchParams('run=1&forecast=aws&noCache=1')).text;
  expect(sent).toContain('name="by" value=""');
  expect(sent).toContain('<option value="aws" selected>');
  expect(sent).toMatch(/name="noCache" value="1" checked/);
  expect(sent).not.toContain('name="out"');
  // What is behind "more" is shown where it was used.
  expect(sent).toContain('<details class="more-options" open>');
});

test('a command line reads in a shell as it was run', () => {
  expect(shellLine(['cost', 'report', '--filter', "service=Amazon S3's"])).toBe(
    `groundcrew cost report --filter 'service=Amazon S3'\\''s'`,
  );
});

test('the text about a field is in the language of the page, or marked as English', () => {
  const korean = createTexts('ko');
  const known = defineCommand({
    description: '',
    arguments: [{ name: 'file', description: 'the schedule file, YAML or JSON' }],
    options: { newer: { type: 'flag', description: 'a text that the catalog does not have' } },
    examples: [],
    handler: async () => 0,
  });
  const form = optionFields(korean, known, { ...entry, first: ['newer'] }, new URLSearchParams()).text;
  expect(form).toContain('<small>일정 파일, YAML 또는 JSON</small>');
  expect(form).toContain('<small lang="en"><code translate="no">--newer</code> a text that');
  const english = optionFields(createTexts('en'), known, entry, new URLSearchParams()).text;
  expect(english).toContain('<small>the schedule file, YAML or JSON</small>');
});
