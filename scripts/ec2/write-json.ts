import type { Output } from '@groundcrew/cli';
import type { InstanceFacts } from '@groundcrew/ec2/instance';
import type { LookupAnswer } from '@groundcrew/ec2/lookup';
import { isGroundcrewError, messageOf } from '@groundcrew/errors';

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
  const end = async (facts: Readonly<Record<string, unknown>>) => {
    pending += separator === '\n    ' ? ']' : '\n  ]';
    for (const [key, value] of Object.entries(facts)) {
      pending += `,\n  ${JSON.stringify(key)}: ${JSON.stringify(value)}`;
    }
    await output.write(`${pending}\n}\n`);
  };
  let isStarted = false;
  try {
    for await (const facts of instances) {
      pending += separator + JSON.stringify(facts);
      separator = ',\n    ';
      if (pending.length < CHUNK_LENGTH) continue;
      isStarted = true;
      await output.write(pending);
      pending = '';
    }
  } catch (thrown) {
    // What was begun is ended: the reader gets a document, and in it what is missing.
    if (isStarted && !isGroundcrewError(thrown, 'cli.output.closed'))
      await end({ error: errorFacts(thrown) });
    throw thrown;
  }
  await end(await atEnd());
}

function errorFacts(thrown: unknown): Readonly<Record<string, unknown>> {
  return { code: isGroundcrewError(thrown) ? thrown.code : null, message: messageOf(thrown) };
}

/** Writes the answer to a look-up as one JSON document, with the whole schema of each instance. */
export async function writeAnswerJson(output: Output, answer: LookupAnswer): Promise<void> {
  await output.write(`${JSON.stringify(answer, undefined, 2)}\n`);
}
