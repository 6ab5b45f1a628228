import { printable, widthOf } from '@groundcrew/report';
import type { Problem } from '@groundcrew/settings';

/** The maximum of problems that are shown; as data there are all of them. */
const MAX_SHOWN = 20;

/** The problems for people: the first ones, each with its line, and a mark below the place where it begins. */
export function problemLines(file: string, text: string, problems: readonly Problem[]): string {
  const lines = text.replace(/^\ufeff/, '').split(/\r\n|\r|\n/);
  const more = problems.length - MAX_SHOWN;
  const shownProblems = problems
    .slice(0, MAX_SHOWN)
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
  if (more <= 0) return shownProblems;
  return `${shownProblems}… ${more.toLocaleString('en-US')} more; --output json has all.\n`;
}
