/** What the benchmark uses of papaparse, which comes without types. */
declare module 'papaparse' {
  import type { Readable } from 'node:stream';

  interface ParseConfig {
    fastMode: boolean;
    skipEmptyLines: boolean;
    chunk(results: { data: string[][] }): void;
    complete(): void;
    error(error: Error): void;
  }

  const Papa: { parse(input: Readable, config: ParseConfig): void };
  export default Papa;
}
