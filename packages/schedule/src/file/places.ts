import { createLocator, offsetOf, type Path, readYaml } from '@groundcrew/settings';
import { kind } from './parse-schedule.ts';

/** Finds the line and column of what a path leads to, in a text that was read without problems. */
export function createPlaces(
  text: string,
): (path: Path) => { readonly line: number; readonly column: number } {
  const content = text.replace(/^\ufeff/, '');
  const root = readYaml(content, kind, () => {});
  const locate = createLocator(content);
  return (path) => locate(root ? offsetOf(root, path, 'value') : 0);
}
