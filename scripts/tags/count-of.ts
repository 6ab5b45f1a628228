import { formatCount } from '@groundcrew/report';

/** `1 change`, `1,204 changes`. */
export function countOf(count: number, word: string, plural = `${word}s`): string {
  return `${formatCount(count)} ${count === 1 ? word : plural}`;
}
