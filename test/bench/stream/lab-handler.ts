import { PublishCommand, SNSClient } from '@aws-sdk/client-sns';

// The training lab's way: a call for each zero, one after the other, nothing remembered.
const sns = new SNSClient({});

interface StreamEvent {
  readonly Records: readonly {
    readonly dynamodb: { readonly NewImage?: Record<string, { S?: string; N?: string }> };
  }[];
}

export async function handler({ Records }: StreamEvent): Promise<void> {
  for (const { dynamodb } of Records) {
    const { Store, Item, Count } = dynamodb.NewImage ?? {};
    if (Count?.N !== '0') continue;
    await sns.send(
      new PublishCommand({
        TopicArn: process.env.NO_STOCK_TOPIC_ARN,
        Subject: 'Inventory Alert!',
        Message: `${Store?.S} is out of stock of ${Item?.S}`,
      }),
    );
  }
}
