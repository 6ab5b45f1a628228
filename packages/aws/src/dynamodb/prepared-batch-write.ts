import {
  type AttributeValue,
  BatchWriteItemCommand,
  type BatchWriteItemCommandInput,
  type BatchWriteItemCommandOutput,
  type DynamoDBClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
} from '@aws-sdk/client-dynamodb';
import type { Handler, HttpHandlerOptions, MiddlewareStack } from '@smithy/types';
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

  constructor(tableName: string, items: readonly string[], templateCache: RequestTemplateCache) {
    super(emptyInput);
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
    const puts = this.#items.join('}},{"PutRequest":{"Item":');
    return `{"RequestItems":{${JSON.stringify(this.#tableName)}:[{"PutRequest":{"Item":${puts}}}]}}`;
  }

  #input(): BatchWriteItemCommandInput {
    return {
      RequestItems: {
        [this.#tableName]: this.#items.map((json) => ({
          PutRequest: { Item: JSON.parse(json) as Record<string, AttributeValue> },
        })),
      },
    };
  }
}

const emptyInput: BatchWriteItemCommandInput = { RequestItems: {} };
