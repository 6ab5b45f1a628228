import { createProcessIo, runCli } from '@groundcrew/cli';
import { program } from './program.ts';

process.exitCode = await runCli(program, process.argv.slice(2), createProcessIo(process));
