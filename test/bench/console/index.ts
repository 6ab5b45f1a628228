import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchOptions, BenchRow } from '../bench-row.ts';
import type { ConsoleFigures } from './serve.ts';

/** What a shop owner waits for, and what the console of a large shop takes: measured in a process of its own. */
export async function benchConsole({ short, printLine }: BenchOptions): Promise<BenchRow[]> {
  const shelves = short ? 10_000 : 100_000;
  const pages = short ? 10 : 50;
  const seconds = short ? 2 : 10;
  printLine(`console: ${shelves} shelves, ${pages} pages, ${seconds} s of changes`);
  const child = fork(fileURLToPath(new URL('serve.ts', import.meta.url)), [
    String(shelves),
    String(pages),
    String(seconds),
  ]);
  const [figures] = (await once(child, 'message')) as [ConsoleFigures];
  await once(child, 'exit');
  const count = shelves.toLocaleString('en-US');
  return [
    { name: `first page of ${count} shelves`, value: figures.firstPageMs, unit: 'ms' },
    { name: 'its size', value: figures.pageBytes / 1024, unit: 'KiB' },
    { name: 'the same with style sheet and script', value: figures.firstViewBytes / 1024, unit: 'KiB' },
    {
      name: 'script of the pages, gzipped',
      value: figures.scriptGzipBytes / 1000,
      unit: 'kB',
      target: '≤ 40',
      met: figures.scriptGzipBytes <= 40_000,
    },
    { name: `all ${count} shelves known to the search`, value: figures.wholeMs, unit: 'ms' },
    { name: `a search of ${count} shelves`, value: figures.searchMs, unit: 'ms' },
    {
      name: `memory of the server with the embedded AWS, ${count} shelves`,
      value: figures.idleMib,
      unit: 'MiB',
    },
    { name: `the same with ${pages} pages open, while shelves change`, value: figures.busyMib, unit: 'MiB' },
    {
      name: 'changes of shelves',
      value: figures.changesPerSecond,
      unit: 'changes/s',
      target: '≥ 1,000',
      met: figures.changesPerSecond >= 1_000,
    },
    { name: 'events for each page', value: figures.eventsPerPage, unit: 'events/s' },
    { name: 'on the wire for each page', value: figures.wireKib, unit: 'KiB/s' },
    { name: 'from the last change to the page that shows it', value: figures.lagMs, unit: 'ms' },
  ];
}
