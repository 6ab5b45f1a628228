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

/** A pin that takes addresses of a subnet which exists, and is another one. */
export function addressConflict(
  pinned: string,
  pin: string,
  existing: string,
  range: string,
): GroundcrewError {
  return new GroundcrewError(
    'network.addresses.conflict',
    `the file gives ${pin} to ${pinned}, and ${existing} has ${range} already: take the range out of the file to keep what exists, or give another one`,
  );
}

/** Subnets for which there is no room, and no range can be added. */
export function addressesFull(what: string, why: string): GroundcrewError {
  return new GroundcrewError(
    'network.addresses.full',
    `the VPC has no room for ${what}, and gets no further range: ${why}; make shares smaller, or take ranges out of avoid`,
  );
}

/** A snapshot that does not have what the address plan needs: nothing is guessed. */
export function surroundingsUnknown(region: string, why: string): GroundcrewError {
  return new GroundcrewError(
    'network.snapshot.unknown',
    `the snapshot ${why}, so what is taken in ${region} is not known; collect it again: groundcrew account collect --regions ${region}`,
  );
}

/** A saved state that is none. */
export function invalidState(file: string, problem: string): GroundcrewError {
  return new GroundcrewError(
    'network.state.invalid',
    `the state "${file}" cannot be used: ${problem}; save it again`,
    { details: { file } },
  );
}

/** What there is of a network is not known: nothing is planned then. */
export function accountUnknown(
  { name, region }: { name: string; region: string },
  why: string,
): GroundcrewError {
  return new GroundcrewError(
    'network.account.unknown',
    `what there is of ${name} in ${region} is not known: ${why}; allow what was refused, or save all answers with groundcrew network show --how-to-save`,
  );
}

/** Two readings of what there is of a network. */
export function accountAmbiguous(
  { name, region }: { name: string; region: string },
  why: string,
): GroundcrewError {
  return new GroundcrewError(
    'network.account.ambiguous',
    `what there is of ${name} in ${region} can be read in two ways: ${why}; correct the tags groundcrew:network and groundcrew:key of what is not of it`,
  );
}
