import {
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type DynamoDBClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import type { Handler, HttpHandlerOptions, MiddlewareStack } from '@smithy/types';
import { parseStoredItem } from './attribute-values.ts';
import { preparedHandler, type RequestTemplateCache } from './prepared-request.ts';

const ALL_PROCESSED = '{"UnprocessedItems":{}}';

/**
 * A `BatchWriteItem` whose items are DynamoDB JSON already: see {@link preparedHandler}.
 *
 * For `client.send`, and for mocks of it, this is a `BatchWriteItemCommand` with an ordinary input and output.
 */
export class PreparedBatchWriteCommand extends BatchWriteItemCommand {
  readonly #tableName: string;
  readonly #items: readonly string[];
  readonly #templateCache: RequestTemplateCache;
  readonly #removed: ReadonlySet<number> | undefined;

  /** @param removed the places of keys among the items, whose items are deleted */
  constructor(
    tableName: string,
    items: readonly string[],
    templateCache: RequestTemplateCache,
    removed?: ReadonlySet<number>,
  ) {
    super(emptyInput);
    this.#removed = removed;
    this.#tableName = tableName;
    this.#items = items;
    this.#templateCache = templateCache;
    // Created on demand: avoiding it is most of what this class saves.
    Object.defineProperty(this, 'input', { get: () => this.#input(), enumerable: true });
  }

  override resolveMiddleware(
    stack: MiddlewareStack<ServiceInputTypes, ServiceOutputTypes>,
    configuration: DynamoDBClientResolvedConfig,
    options?: HttpHandlerOptions,
  ): Handler<BatchWriteItemCommandInput, BatchWriteItemCommandOutput> {
    const prepared = {
      templateCache: this.#templateCache,
      body: () => this.#body(),
      successText: ALL_PROCESSED,
      successOutput: { UnprocessedItems: {}, $metadata: {} },
    };
    return preparedHandler(this, prepared, configuration, options, () =>
      super.resolveMiddleware(stack, configuration, options),
    );
  }

  #body(): string {
    const removed = this.#removed;
    const puts =
      removed === undefined
        ? `{"PutRequest":{"Item":${this.#items.join('}},{"PutRequest":{"Item":')}}}`
        : this.#items
            .map((json, place) =>
              removed.has(place) ? `{"DeleteRequest":{"Key":${json}}}` : `{"PutRequest":{"Item":${json}}}`,
            )
            .join(',');
    return `{"RequestItems":{${JSON.stringify(this.#tableName)}:[${puts}]}}`;
  }

  #input(): BatchWriteItemCommandInput {
    return {
      RequestItems: {
        [this.#tableName]: this.#items.map((json, place) => {
          const item = parseStoredItem(json);
          return this.#removed?.has(place)
            ? { DeleteRequest: { Key: item } }
            : { PutRequest: { Item: item } };
        }),
      },
    };
  }
}

const emptyInput: BatchWriteItemCommandInput = { RequestItems: {} };
