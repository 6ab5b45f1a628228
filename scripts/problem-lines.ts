import { printable, widthOf } from '@groundcrew/report';
import type { Problem } from '@groundcrew/settings';

/** The problems for people: each with its line, and a mark below the place where it begins. */
export function problemLines(file: string, text: string, problems: readonly Problem[]): string {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  return problems
    .map(({ line, column, path, message }) => {
      const what = path === '' ? message : `${path}: ${message}`;
      const shown = (lines[line - 1] ?? '').replaceAll('\t', ' ');
      const number = String(line);
      const before = ' '.repeat(widthOf(printable(shown.slice(0, column - 1))));
      return [
        `${file}:${line}:${column}: ${printable(what)}`,
        `  ${number} | ${printable(shown)}`,
        `  ${' '.repeat(number.length)} | ${before}^`,
        '',
        '',
      ].join('\n');
    })
    .join('');
}
