import type { ReachOptions } from './apply-options.ts';

/** A command to be typed next: its words, quoted where a shell would take them apart, and the role it goes on with. */
export function nextCommand(
  words: readonly string[],
  { role, externalId }: Partial<ReachOptions> = {},
): string {
  const all = [
    'groundcrew',
    ...words,
    ...(role === undefined ? [] : ['--role', role]),
    ...(externalId === undefined ? [] : ['--external-id', externalId]),
  ];
  return all.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
