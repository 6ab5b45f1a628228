import { isAbsolute, join } from 'node:path';

/**
 * The cache folder of this program: in `XDG_CACHE_HOME` (XDG Base Directory Specification: relative paths are ignored), on
 * Windows in `LOCALAPPDATA`, otherwise in `.cache` of the home folder. `undefined` if none of them is set.
 */
export function cacheFolder(environment: Readonly<Record<string, string | undefined>>): string | undefined {
  const { XDG_CACHE_HOME: cacheHome, LOCALAPPDATA: localData, HOME: home } = environment;
  if (cacheHome && isAbsolute(cacheHome)) return join(cacheHome, 'groundcrew');
  if (localData) return join(localData, 'groundcrew', 'cache');
  return home ? join(home, '.cache', 'groundcrew') : undefined;
}
