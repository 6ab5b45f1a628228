import { LineCounter } from 'yaml';
import { type ReportProblem, showPath } from './located.ts';

/** What is wrong with a text, and where. */
export interface Problem {
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 units, as editors count. */
  readonly column: number;
  /** `keys.Project.values.list[2]`; empty if the text is not YAML. */
  readonly path: string;
  readonly message: string;
}

/** Gathers problems as readers report them; `all` has them in the order of `text`. */
export function createProblems(text: string): { readonly report: ReportProblem; all(): Problem[] } {
  const problems: { readonly offset: number; readonly path: string; readonly message: string }[] = [];
  return {
    report: (offset, path, message) => problems.push({ offset, path: showPath(path), message }),
    all() {
      const locate = createLocator(text);
      return problems
        .toSorted((one, other) => one.offset - other.offset)
        .map(({ offset, path, message }) => ({ ...locate(offset), path, message }));
    },
  };
}

/** The place of an offset in a text. */
export function createLocator(text: string): (offset: number) => { line: number; column: number } {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1);
  return (offset) => {
    const { line, col } = lines.linePos(Math.min(offset, text.length));
    return { line, column: col };
  };
}
