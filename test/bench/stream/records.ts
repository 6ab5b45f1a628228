/** Stream records of shelves whose count changed; each `1 / emptied`-th goes empty (0: none). */
export function records(first: number, count: number, emptied: number): unknown[] {
  return Array.from({ length: count }, (_, offset) => {
    const index = first + offset;
    const Keys = { Store: { S: `store-${index % 40}` }, Item: { S: `item-${index}` } };
    const isEmpty = emptied > 0 && offset % emptied === 0;
    return {
      eventID: `event-${index}`,
      eventName: 'MODIFY',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'us-east-1',
      eventSourceARN:
        'arn:aws:dynamodb:us-east-1:000000000000:table/Inventory/stream/2026-01-01T00:00:00.000',
      dynamodb: {
        ApproximateCreationDateTime: 1_767_225_600,
        Keys,
        NewImage: { ...Keys, Count: { N: isEmpty ? '0' : '7' } },
        OldImage: { ...Keys, Count: { N: '8' } },
        SequenceNumber: String(100_000_000_000_000_000_000n + BigInt(index)),
        SizeBytes: 90,
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    };
  });
}
