import { expect, test } from 'vitest';
import { cacheFolder } from './cache-folder.ts';

test.each([
  [{ XDG_CACHE_HOME: '/cache', HOME: '/home/anna' }, '/cache/groundcrew'],
  [{ XDG_CACHE_HOME: 'cache', HOME: '/home/anna' }, '/home/anna/.cache/groundcrew'],
  [{ XDG_CACHE_HOME: '', LOCALAPPDATA: '/local', HOME: '/home/anna' }, '/local/groundcrew/cache'],
  [{}, undefined],
])('%j keeps its cache in %s', (environment, folder) => {
  expect(cacheFolder(environment)).toBe(folder);
});
