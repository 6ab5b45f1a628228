import { type Located, offsetOf, type Path, type ReportProblem, showPath } from './located.ts';
import { createProblems, type Problem } from './problems.ts';
import { type DocumentKind, readYaml } from './read-yaml.ts';

/** Reports a problem of a value, or of its key, by its path. */
export type ReportAt = (path: Path, at: 'key' | 'value', message: string) => void;

/** How the text of a settings file is read. */
export interface SettingsReader<Raw> {
  readonly kind: DocumentKind;
  /** The values of the text, part by part; a part that cannot be read is reported and missing. */
  readShape(root: Located, path: Path, report: ReportProblem): Raw | undefined;
  /** What contradicts what; a part of which something could not be read is not judged. */
  checkSemantics(raw: Raw, report: ReportAt): void;
  /** Further checks, which need the places of values. */
  checkFurther?(raw: Raw, root: Located, report: ReportProblem): void;
}

/** Reads the text of a settings file, YAML or JSON: its values if it has no problem, else all of them. */
export function readSettings<Raw>(
  text: string,
  reader: SettingsReader<Raw>,
): { readonly raw: Raw } | { readonly problems: readonly Problem[] } {
  const problems = createProblems(text);
  const { report } = problems;
  const root = readYaml(text, reader.kind, report);
  const raw = root && reader.readShape(root, [], report);
  if (root && raw) {
    const unread = problems.all().map(({ path }) => path);
    // What has a part that could not be read is not judged as a whole: the part would look as if it were missing.
    const isWhole = (path: Path) => !unread.some((each) => each.startsWith(showPath(path)));
    reader.checkSemantics(raw, (path, at, message) => {
      if (isWhole(path)) report(offsetOf(root, path, at), path, message);
    });
    reader.checkFurther?.(raw, root, report);
    if (problems.all().length === 0) return { raw };
  }
  return { problems: problems.all() };
}

/** The text of a settings file without its byte order mark. @throws what `notUtf8` makes of the line that is not UTF-8 */
export function decodeSettings(input: string | Uint8Array, notUtf8: (line: number) => Error): string {
  // Bytes that are not UTF-8 become U+FFFD, here as in what a caller decoded.
  const text = typeof input === 'string' ? input : new TextDecoder().decode(input);
  const bad = text.search(/[\0\ufffd]/);
  if (bad >= 0) throw notUtf8(text.slice(0, bad).split('\n').length);
  return text.replace(/^\ufeff/, '');
}
