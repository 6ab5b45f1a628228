import { GroundcrewError } from '@groundcrew/errors';
import type { Problem } from '@groundcrew/settings';

/** The maximum number of problems in a message; all of them are in the error's details. */
const MAX_SHOWN = 50;
const MAX_DETAILS = 1_000;

/** One problem of a policy. */
export type PolicyProblem = Problem;

/** `details.faults` holds the {@link PolicyProblem}s, in the order of the text. */
export function invalidPolicy(file: string, problems: readonly PolicyProblem[]): GroundcrewError {
  const lines = problems.slice(0, MAX_SHOWN).map(({ line, column, path, message }) => {
    return `  ${file}:${line}:${column}: ${path === '' ? '' : `${path}: `}${message}`;
  });
  const more = problems.length - lines.length;
  const count = problems.length === 1 ? 'a problem' : `${problems.length} problems`;
  return new GroundcrewError(
    'tags.policy.invalid',
    [`the tag policy has ${count}:`, ...lines, ...(more > 0 ? [`  and ${more} more`] : [])].join('\n'),
    { details: { file, count: problems.length, faults: problems.slice(0, MAX_DETAILS) } },
  );
}

export function policyTooLarge(file: string, sizeBytes: number, maxBytes: number): GroundcrewError {
  return new GroundcrewError(
    'tags.policy.too-large',
    `${file} has ${sizeBytes} bytes, more than the ${maxBytes} that a tag policy may have; is it the right file?`,
    { details: { file, sizeBytes, maxBytes } },
  );
}

export function policyNotUtf8(file: string, what: string): GroundcrewError {
  return new GroundcrewError(
    'tags.policy.encoding',
    `${file} ${what}; save it as UTF-8, which every editor offers under "Save as" or "Encoding"`,
    { details: { file } },
  );
}
