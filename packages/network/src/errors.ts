import { GroundcrewError } from '@groundcrew/errors';
import type { Problem } from '@groundcrew/settings';

/** The maximum of problems that a message lists; all are in the error's details. */
const MAX_SHOWN = 50;

/** `details.problems` holds the {@link Problem}s, in the order of the text. */
export function invalidNetwork(file: string, problems: readonly Problem[]): GroundcrewError {
  const lines = problems.slice(0, MAX_SHOWN).map(({ line, column, path, message }) => {
    return `  ${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
  });
  const more = problems.length - lines.length;
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new GroundcrewError(
    'network.file.invalid',
    [`the network file has ${count}:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'),
    { details: { file, count: problems.length, problems } },
  );
}

export function notUtf8(file: string, line: number): GroundcrewError {
  return new GroundcrewError(
    'network.file.encoding',
    `${file} is not UTF-8 on line ${line} (Windows may have written it as CP949, or UTF-16); save it as UTF-8, which every editor offers under "Save as" or "Encoding"`,
    { details: { file } },
  );
}
