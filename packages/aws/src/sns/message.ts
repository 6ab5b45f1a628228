/** One message to a topic. */
export interface Message {
  /** Shown by e-mail alone: run it through `toSubject`. */
  readonly subject?: string;
  /** Not empty: run text of others through `toMessageText`. */
  readonly body: string;
  /** For filter policies of subscriptions. Values are not empty; an array matches a policy by any member. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  /** FIFO topics only, and needed there. */
  readonly fifo?: {
    /** Messages of one group are delivered in their order: run it through `toFifoId`. */
    readonly groupId: string;
    /** A second message of the same id within five minutes is taken, but not delivered. */
    readonly deduplicationId: string;
  };
}
