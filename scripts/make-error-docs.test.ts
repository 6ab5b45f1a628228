import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  type DeclaredCode,
  declaringFolders,
  errorDocs,
  readErrorCodes,
  sourceFiles,
} from './make-error-docs.ts';

const root = join(import.meta.dirname, '..');
const codes = await readErrorCodes(root);
const sources = declaringFolders
  .flatMap((folder) => sourceFiles(root, folder))
  .filter((path) => !/\.test\.m?ts$|\/testing\/|\/error-codes\.ts$/.test(path))
  .map((path) => ({ path, mentions: mentionsIn(readFileSync(join(root, path), 'utf8')) }));

interface Source {
  /** From the root. */
  readonly path: string;
  readonly mentions: readonly Mention[];
}

/** A code in quotes; parts of it may be filled in. */
interface Mention {
  readonly written: string;
  readonly pattern: RegExp;
  /** It is compared with, or is part of a type: the code comes from elsewhere. */
  readonly isRead: boolean;
}

function mentionsIn(source: string): Mention[] {
  const text = source.replace(/^\s*(?:\*|\/\/|\/\*\*).*$/gm, '');
  const found = text.matchAll(/(?<=(.{0,60}))(['`])([a-z][a-z0-9-]*(?:\.(?:[a-z0-9-]|\$\{[^}`]*\})+)+)\2/g);
  return [...found].map(([, before = '', , written = '']) => ({
    written,
    pattern: new RegExp(`^${written.replaceAll('.', '\\.').replace(/\$\{[^}]*\}/g, '[a-z-]+')}$`),
    isRead: /(?:[=!]== |\bcase |^\s*\| |isGroundcrewError\([^()]*, )$/.test(before),
  }));
}

/** Names of files and hosts, and places in requests, which look like codes. */
const NOT_A_CODE =
  /\.(?:amazonaws\.com|internal|jsonl?|yaml|csv|html|member\.value|dynamodb|ec2|lambda|s3|scheduler|sns)$/;

test('the committed page of error codes is what the script makes', () => {
  expect(readFileSync(join(root, 'docs/errors.md'), 'utf8')).toBe(errorDocs(codes));
});

test('a code is declared once', () => {
  const names = codes.map(({ code }) => code);
  expect(names.filter((code, index) => names.indexOf(code) !== index)).toEqual([]);
});

function undeclaredIn(files: readonly Source[], declared: readonly Pick<DeclaredCode, 'code'>[]): string[] {
  const words = new Set(declared.map(({ code }) => code.split('.')[0]));
  return files.flatMap(({ path, mentions }) =>
    mentions
      .filter(({ written }) => words.has(written.split('.')[0]) && !NOT_A_CODE.test(written))
      .filter(({ pattern }) => !declared.some(({ code }) => pattern.test(code)))
      .map(({ written }) => `${path}: ${written}`),
  );
}

function neverThrownIn(
  files: readonly Source[],
  declared: readonly Pick<DeclaredCode, 'code' | 'folder'>[],
): string[] {
  const isThrown = ({ code, folder }: (typeof declared)[number]) =>
    files.some(
      ({ path, mentions }) =>
        path.startsWith(`${folder}/`) &&
        mentions.some(({ pattern, isRead }) => !isRead && pattern.test(code)),
    );
  return declared.filter((each) => !isThrown(each)).map(({ code, folder }) => `${folder}: ${code}`);
}

test('a code that is thrown or compared with is declared', () => {
  expect(undeclaredIn(sources, codes)).toEqual([]);
});

test('a code that is declared is thrown in the folder that declares it', () => {
  expect(neverThrownIn(sources, codes)).toEqual([]);
});

test('a code that is thrown and not declared is found, and one that is declared and only read or thrown elsewhere', () => {
  const declared = ['plan.drift', 'plan.account.mismatch', 'plan.caps.invalid'].map((code) => ({
    code,
    folder: 'packages/plan/src',
  }));
  const files = Object.entries({
    'packages/plan/src/deep/errors.ts': "throw new GroundcrewError('plan.drift', '')",
    'packages/plan/src/deep/new.ts': "throw new GroundcrewError('plan.new', '')",
    'packages/plan/src/read.ts': "if (error.code === 'plan.account.mismatch') return;",
    'packages/tags/src/errors.ts': "throw new GroundcrewError('plan.caps.invalid', '')",
  }).map(([path, text]) => ({ path, mentions: mentionsIn(text) }));
  expect(undeclaredIn(files, declared)).toEqual(['packages/plan/src/deep/new.ts: plan.new']);
  expect(neverThrownIn(files, declared)).toEqual([
    'packages/plan/src: plan.account.mismatch',
    'packages/plan/src: plan.caps.invalid',
  ]);
});

test('the type of codes is not got around: no text is cast to a code', () => {
  const casts = declaringFolders
    .flatMap((folder) => sourceFiles(root, folder))
    .filter((path) => path !== 'scripts/make-error-docs.test.ts')
    .filter((path) => /\bas ErrorCode\b/.test(readFileSync(join(root, path), 'utf8')));
  expect(casts).toEqual([]);
});

test('each code has what it means and what to do, as sentences', () => {
  for (const { code, meaning, action } of codes) {
    expect(code).toMatch(/^[a-z][a-z0-9-]*(\.[a-z0-9-]+)+$/);
    expect(meaning, code).toMatch(/^[A-Z`].*[.)]$/);
    expect(action, code).toMatch(/^[A-Z`].*[.…`]$/);
  }
});

test.each([
  ["throw new GroundcrewError('cli.usage', text)", 'cli.usage', false],
  ["if (isGroundcrewError(error, 'cli.usage')) return", 'cli.usage', true],
  ["if (error.code === 'cli.usage') return", 'cli.usage', true],
  ["    case 'cli.usage':", 'cli.usage', true],
  ["  | 'cli.usage'", 'cli.usage', true],
  ['throw failed(`aws-dynamodb.${kind}-failed`)', 'aws-dynamodb.write-failed', false],
])('a mention of a code is found: %s', (source, code, isRead) => {
  const [mention] = mentionsIn(source);
  expect(mention?.pattern.test(code)).toBe(true);
  expect(mention?.isRead).toBe(isRead);
});

test('a code in a comment is not a mention', () => {
  expect(mentionsIn("  // throws 'cli.usage'\n/** 'cli.usage' */\n   * 'cli.usage'")).toEqual([]);
});
