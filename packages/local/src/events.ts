/** Events of the embedded AWS, reported as they happen: for live log lines and for tests. */
export type LocalEvent =
  | {
      readonly type: 'object-created';
      readonly bucket: string;
      readonly key: string;
      readonly sizeBytes: number;
    }
  | {
      readonly type: 'invoked';
      readonly function: string;
      readonly requestId: string;
      /** 1: the first time. */
      readonly attempt: number;
    }
  | {
      readonly type: 'finished';
      readonly function: string;
      readonly requestId: string;
      readonly durationMs: number;
      readonly result: unknown;
    }
  | {
      readonly type: 'failed';
      readonly function: string;
      readonly requestId: string;
      readonly durationMs: number;
      readonly errorType: string;
      readonly errorMessage: string;
    }
  | {
      readonly type: 'discarded';
      readonly function: string;
      readonly requestId: string;
      readonly condition: string;
      /** Queue that received the failure record; omitted: none. */
      readonly queue?: string;
      /** Bucket that received the records of a stream; omitted: none. */
      readonly bucket?: string;
    }
  | {
      readonly type: 'published';
      readonly topicArn: string;
      readonly subject: string | undefined;
      readonly message: string;
    }
  /** A message that could not be delivered to a subscriber. */
  | { readonly type: 'undelivered'; readonly subscriptionArn: string; readonly reason: string }
  /** A line that a function wrote. */
  | {
      readonly type: 'log';
      readonly function: string;
      readonly requestId: string | undefined;
      readonly line: string;
    }
  /** An internal error of the embedded AWS itself. */
  | { readonly type: 'bug'; readonly message: string };

export type OnEvent = (event: LocalEvent) => void;
