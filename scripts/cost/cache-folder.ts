import { isAbsolute, join } from 'node:path';

/**
 * Where this program may keep what it can ask for again: `XDG_CACHE_HOME` (XDG Base Directory Specification: relative
 * paths don't count), on Windows `LOCALAPPDATA`, else `.cache` of the home folder. `undefined` where none of them is set.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: cacheHome, LOCALAPPDATA: localData, HOME: home } = environment;
  if (cacheHome && isAbsolute(cacheHome)) return join(cacheHome, 'groundcrew');
  if (localData) return join(localData, 'groundcrew', 'cache');
  return home ? join(home, '.cache', 'groundcrew') : undefined;
}
