import {
  type AttributeValue,
  type DynamoDBClientResolvedConfig,
  type ServiceInputTypes,
  type ServiceOutputTypes,
  TransactWriteItemsCommand,
  type TransactWriteItemsCommandInput,
  type TransactWriteItemsCommandOutput,
} from '@aws-sdk/client-dynamodb';
import type { Handler, HttpHandlerOptions, MiddlewareStack } from '@smithy/types';
import { decodeBinary } from './attribute-values.ts';
import { preparedHandler, type RequestTemplateCache } from './prepared-request.ts';

/** The table and the condition of all puts of a writer. */
export interface ConditionalPuts {
  readonly tableName: string;
  /** A condition expression without placeholders of names. */
  readonly condition: string;
}

type PutMembers = Readonly<Record<'Item' | 'ExpressionAttributeValues', Record<string, AttributeValue>>>;

const ALL_WRITTEN = '{}';

/**
 * A `TransactWriteItems` of conditional puts that are JSON already: see {@link preparedHandler}.
 *
 * For `client.send`, and for mocks of it, this is a `TransactWriteItemsCommand` with an ordinary input and output. It has no
 * `ClientRequestToken`: what is sent again is rarely sent together again, and the condition makes each put repeatable.
 */
export class PreparedTransactionCommand extends TransactWriteItemsCommand {
  readonly #puts: ConditionalPuts;
  readonly #items: readonly string[];
  readonly #templateCache: RequestTemplateCache;

  /** @param items the members `"Item":{…},"ExpressionAttributeValues":{…}` of each put */
  constructor(puts: ConditionalPuts, items: readonly string[], templateCache: RequestTemplateCache) {
    super(emptyInput);
    this.#puts = puts;
    this.#items = items;
    this.#templateCache = templateCache;
    // Created on demand, as in `PreparedBatchWriteCommand`.
    Object.defineProperty(this, 'input', { get: () => this.#input(), enumerable: true });
  }

  override resolveMiddleware(
    stack: MiddlewareStack<ServiceInputTypes, ServiceOutputTypes>,
    configuration: DynamoDBClientResolvedConfig,
    options?: HttpHandlerOptions,
  ): Handler<TransactWriteItemsCommandInput, TransactWriteItemsCommandOutput> {
    const prepared = {
      templateCache: this.#templateCache,
      body: () => this.#body(),
      successText: ALL_WRITTEN,
      successOutput: { $metadata: {} },
    };
    return preparedHandler(this, prepared, configuration, options, () =>
      super.resolveMiddleware(stack, configuration, options),
    );
  }

  #body(): string {
    const { tableName, condition } = this.#puts;
    const head = `{"Put":{"TableName":${JSON.stringify(tableName)},"ConditionExpression":${JSON.stringify(condition)},`;
    return `{"TransactItems":[${head}${this.#items.join(`}},${head}`)}}}]}`;
  }

  #input(): TransactWriteItemsCommandInput {
    const { tableName: TableName, condition: ConditionExpression } = this.#puts;
    return {
      TransactItems: this.#items.map((members) => {
        const { Item, ExpressionAttributeValues } = JSON.parse(`{${members}}`) as PutMembers;
        return {
          Put: {
            TableName,
            ConditionExpression,
            Item: decodeBinary(Item),
            ExpressionAttributeValues: decodeBinary(ExpressionAttributeValues),
          },
        };
      }),
    };
  }
}

const emptyInput: TransactWriteItemsCommandInput = { TransactItems: [] };
