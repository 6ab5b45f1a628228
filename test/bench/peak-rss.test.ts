import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const run = promisify(execFile);
const parentMib = 300;

const child = `
  import { peakRssMib } from ${JSON.stringify(new URL('peak-rss.mjs', import.meta.url).href)};
  console.log(JSON.stringify({ peak: peakRssMib(), inherited: process.resourceUsage().maxRSS / 1024 }));
`;
const parent = `
  import { execFileSync } from 'node:child_process';
  const held = Buffer.alloc(${parentMib} * 2 ** 20, 1);
  const output = execFileSync(process.execPath, ['--input-type=module', '--eval', ${JSON.stringify(child)}]);
  process.stdout.write(output);
  if (held.length === 0) throw new Error();
`;

test.runIf(process.platform === 'linux')(
  'the peak of a process that a large one starts is its own, where ru_maxrss is that of the large one',
  async () => {
    const { stdout } = await run(process.execPath, ['--input-type=module', '--eval', parent]);
    const { peak, inherited } = JSON.parse(stdout) as { peak: number; inherited: number };
    expect(inherited).toBeGreaterThan(parentMib);
    expect(peak).toBeGreaterThan(10);
    expect(peak).toBeLessThan(parentMib / 2);
  },
);
