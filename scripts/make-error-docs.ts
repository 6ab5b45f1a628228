import { readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serviceErrorReasons } from '@groundcrew/aws-core/error-codes';
import type { ErrorDeclaration } from '@groundcrew/errors';

/** Where codes are declared. The codes of `test/` are for its own runs, and are not documented. */
export const declaringFolders = ['deploy', 'functions', 'packages', 'scripts'];

/** A declared code, and the folder whose code throws it. */
export interface DeclaredCode extends ErrorDeclaration {
  readonly code: string;
  /** Relative to the root of the repository, with slashes. */
  readonly folder: string;
}

/** All TypeScript files below `folder` of `root`, relative to `root`, with slashes. */
export function sourceFiles(root: string, folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (!entry.isDirectory()) return /\.m?ts$/.test(entry.name) ? [path] : [];
    return ['cdk.out', 'dist', 'node_modules'].includes(entry.name) ? [] : sourceFiles(root, path);
  });
}

/** What the `error-codes.ts` files declare, by code. A code that two of them declare is listed twice. */
export async function readErrorCodes(root: string): Promise<DeclaredCode[]> {
  const files = declaringFolders
    .flatMap((folder) => sourceFiles(root, folder))
    .filter((path) => path.endsWith('/error-codes.ts'));
  const declared = await Promise.all(
    files.map(async (path) => {
      const { errorCodes } = (await import(pathToFileURL(join(root, path)).href)) as {
        readonly errorCodes: Readonly<Record<string, ErrorDeclaration>>;
      };
      return Object.entries(errorCodes).map(([code, declaration]) => ({
        code,
        folder: dirname(path),
        ...declaration,
      }));
    }),
  );
  return declared.flat().sort((one, other) => (one.code < other.code ? -1 : 1));
}

/** `docs/errors.md`: the codes by their first word. */
export function errorDocs(codes: readonly DeclaredCode[]): string {
  const sections = Map.groupBy(codes, ({ code }) => code.slice(0, code.indexOf('.')));
  return [
    '# Error codes',
    '',
    '<!-- Made by scripts/make-error-docs.ts from the error-codes.ts files. Change those, and run it again. -->',
    '',
    'Every error has a code that stays the same from release to release. A command prints it in brackets after the',
    'message, functions log it as `error.code`, and JSON results have it as `code`. The message quotes the value that',
    'is wrong; this page has what each code means in general. The log also has `error.fault`: `user` (the input or a',
    'permission), `service` (AWS, or another service), or `bug`: report that, with the stack from the log or `--debug`.',
    '',
    'The codes by their first word:',
    [...sections.keys()].map((word) => `[${word}](#${word})`).join(' · '),
    '',
    '## Reasons of failed AWS calls',
    '',
    'An error of a call to AWS has `details.reason`, whatever its code; `details.awsError` is the name that AWS gives it.',
    '',
    ...table('reason', Object.entries(serviceErrorReasons)),
    ...[...sections].flatMap(([word, declared]) => [
      '',
      `## ${word}`,
      '',
      ...table(
        'code',
        declared.map((each) => [each.code, each]),
      ),
    ]),
    '',
  ].join('\n');
}

/** Aligned, as the formatter of this repository writes tables. */
function table(title: string, rows: readonly (readonly [string, ErrorDeclaration])[]): string[] {
  const cells = [
    [title, 'meaning', 'what to do'],
    ...rows.map(([name, { meaning, action }]) => [`\`${name}\``, meaning, action].map(escapeCell)),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  const [head, ...body] = cells.map((row) => line(row.map((cell, column) => cell.padEnd(widths[column]!))));
  return [head!, line(widths.map((width) => '-'.repeat(width))), ...body];
}

const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;

const escapeCell = (text: string) => text.replaceAll('|', '\\|');

if (import.meta.main) {
  const root = join(import.meta.dirname, '..');
  const path = join(root, 'docs', 'errors.md');
  writeFileSync(path, errorDocs(await readErrorCodes(root)));
  process.stdout.write(`${relative(root, path).split(sep).join('/')} is written.\n`);
}
