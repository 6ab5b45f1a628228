import { dirname, relative, sep } from 'node:path';
import { pathToFileURL } from 'node:url';

/** A JSON schema, seen from a file that names it: a path within the same folder, or a URL. */
export function schemaPath(schemaFile: string, file: string): string {
  const path = relative(dirname(file), schemaFile).replaceAll(sep, '/');
  return path.startsWith('..') ? pathToFileURL(schemaFile).href : `./${path}`;
}
