import type { Output } from '@groundcrew/cli';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import type { LookupAnswer } from '@groundcrew/ec2/lookup';

/** Large enough chunks for a pipe. */
const CHUNK_LENGTH = 16_384;

/**
 * Writes instances as one JSON document, with the whole schema of each on a line of its own, as they arrive:
 * `{"title": …, "instances": […], …}`. Facts that are only known at the end follow.
 */
export async function writeInstancesJson(
  output: Output,
  title: string,
  instances: AsyncIterable<InstanceFacts>,
  atEnd: () => Promise<Readonly<Record<string, unknown>>>,
): Promise<void> {
  let pending = `{\n  "title": ${JSON.stringify(title)},\n  "instances": [`;
  let separator = '\n    ';
  for await (const facts of instances) {
    pending += separator + JSON.stringify(facts);
    separator = ',\n    ';
    if (pending.length < CHUNK_LENGTH) continue;
    await output.write(pending);
    pending = '';
  }
  pending += separator === '\n    ' ? ']' : '\n  ]';
  for (const [key, value] of Object.entries(await atEnd())) {
    pending += `,\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
  }
  await output.write(`${pending}\n}\n`);
}

/** Writes the answer to a look-up as one JSON document, with the whole schema of each instance. */
export async function writeAnswerJson(output: Output, answer: LookupAnswer): Promise<void> {
  await output.write(`${JSON.stringify(answer, undefined, 2)}\n`);
}
