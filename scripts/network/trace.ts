import { defineCommand, exitCodes, type ExitCode } from '@groundcrew/cli';
import {
  internetNotes,
  readQuestion,
  smallestChange,
  trace,
  traceHealthChecks,
  type Verdict,
} from '@groundcrew/network/trace';
import { traceReport } from '@groundcrew/network/trace-report';
import { languageOption } from '../language-option.ts';
import { fromOption, openModel } from './open-model.ts';

export const command = defineCommand({
  description:
    'Shows whether traffic arrives and is answered, hop by hop with the rule that allows it, or the first rule that blocks it and ' +
    'the smallest change that opens it. All packets of the question are followed, in both directions, by what the account ' +
    'answers about its network in the current region, or by saved answers; none is sent. The exit code is 0 if all of them ' +
    'arrive, 3 if some do, 5 if none does, and 6 if it is unknown: what may not be read, or is not in the model, is never taken as reachable.',
  arguments: [
    { name: 'from', description: 'internet, an id, an address, a load balancer, or a name' },
    { name: 'to', description: 'the same, as TO, TO:PORT or TO:PORT/PROTOCOL' },
  ],
  options: { ...fromOption, ...languageOption },
  examples: [
    {
      command: 'groundcrew network trace internet www.example.com:443',
      description: 'Ask whether a site is reached',
    },
    {
      command: 'groundcrew network trace i-0123456789abcdef0 10.0.32.10:5432 --from saved',
      description: 'Ask about a database',
    },
    {
      command: 'groundcrew network trace web-1 internet:443 --from saved --output json',
      description: 'Ask about the way out, for a program',
    },
  ],
  async handler({ arguments: { from, to }, options, global, io, signal, print }) {
    const { model } = await openModel(options.from, { global, io, signal });
    const question = readQuestion(model, from, to);
    const result = trace(model, question);
    const isShut = result.verdict === 'blocked' || result.verdict === 'in-part';
    const change = isShut ? smallestChange(model, question) : undefined;
    await print(
      traceReport(result, change, traceHealthChecks(model, question), internetNotes(model, [question])),
    );
    return exitCodeOf(result.verdict);
  },
});

function exitCodeOf(verdict: Verdict): ExitCode {
  const codes = {
    reachable: exitCodes.done,
    'in-part': exitCodes.partial,
    blocked: exitCodes.no,
    unknown: exitCodes.unknown,
  } as const;
  return codes[verdict];
}
