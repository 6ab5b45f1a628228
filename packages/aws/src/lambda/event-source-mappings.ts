import { type LambdaClient, ListEventSourceMappingsCommand } from '@aws-sdk/client-lambda';
import { collectPages, pages, wrapServiceError } from '@groundcrew/aws-core';
import { type CallOptions, callService, isErrorNamed } from '../call.ts';

/** What feeds a function from a stream or queue. */
export interface EventSourceMapping {
  /** Its UUID. */
  readonly id: string;
  readonly sourceArn: string | undefined;
}

/**
 * The event source mappings of a function; none if there is no such function.
 *
 * @throws GroundcrewError `aws-lambda.list-failed`; the signal's reason if it is aborted
 */
export async function eventSourceMappings(
  client: LambdaClient,
  functionName: string,
  { signal }: CallOptions = {},
): Promise<EventSourceMapping[]> {
  return collectPages(
    pages<EventSourceMapping>((token) =>
      callService(
        signal,
        async (options) => {
          const command = new ListEventSourceMappingsCommand({
            FunctionName: functionName,
            ...(token !== undefined && { Marker: token }),
          });
          const { EventSourceMappings = [], NextMarker } = await client.send(command, options).catch(noneOf);
          return {
            items: EventSourceMappings.map(({ UUID = '', EventSourceArn }) => ({
              id: UUID,
              sourceArn: EventSourceArn,
            })),
            next: NextMarker || undefined,
          };
        },
        (error) =>
          wrapServiceError(error, {
            code: 'aws-lambda.list-failed',
            doing: `list the event source mappings of the function "${functionName}"`,
          }),
      ),
    ),
  );
}

function noneOf(error: unknown): { EventSourceMappings: []; NextMarker?: undefined } {
  if (isErrorNamed(error, 'ResourceNotFoundException')) return { EventSourceMappings: [] };
  throw error;
}
