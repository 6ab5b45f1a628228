import { quoted } from '@groundcrew/cli';
import { join, relative } from 'node:path';
import type { LocalAws } from '@groundcrew/local';
import { samplesDirectory } from './samples.ts';

/** Commands to try next, ready to paste. */
export function uploadInstructions(local: LocalAws): string {
  const { endpoint, region } = local;
  const environment = Object.entries(local.environment())
    .filter(([name]) => /KEY|AWS_DEFAULT_REGION/.test(name))
    .map(([name, value]) => `${name}=${value}`)
    .join(' ');
  const sample = join(samplesDirectory, 'london.csv');
  const near = relative(process.cwd(), sample);
  const file = quoted(near.startsWith('..') ? sample : near);
  const bucket = local.resources.bucketName('StockBucket');
  return [
    '',
    `The embedded AWS stays up at ${endpoint} (${region}).`,
    'Upload a stock file from another shell:',
    '',
    `  ${environment} aws --endpoint-url ${endpoint} s3 cp ${file} s3://${bucket}/`,
    '',
    'The results appear here. Ctrl-C ends it.',
    '',
  ].join('\n');
}
