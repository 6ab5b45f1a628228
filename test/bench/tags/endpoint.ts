import { startLocal } from '@groundcrew/local';
import { mixed, untagged } from './account.ts';

// In a process of its own: an embedded AWS with one account, which has what is to be tagged, or to be audited.

const [kind, size] = process.argv.slice(2);
const local = await startLocal({ accounts: (kind === 'untagged' ? untagged : mixed)(Number(size)) });
process.stdout.write(`${local.endpoint}\n`);
process.stdin.resume().on('end', () => void local.close());
