import type { S3Client } from '@groundcrew/aws/s3';
import type { SQSClient } from '@groundcrew/aws/sqs';

/** The process ended in between. */
export class Killed extends Error {}

/** A client whose process is killed at a call: before it is sent, or after it was carried out. */
export function killAt<Client extends S3Client | SQSClient>(
  client: Client,
  call: number,
  isCarriedOut: boolean,
): Client {
  let calls = 0;
  const { middlewareStack } = client as Pick<S3Client, 'middlewareStack'>;
  middlewareStack.add(
    (next) => async (args) => {
      calls += 1;
      if (calls > call || (calls === call && !isCarriedOut)) throw new Killed();
      const result = await next(args);
      if (calls >= call) throw new Killed();
      return result;
    },
    { step: 'initialize', name: 'kill' },
  );
  return client;
}
