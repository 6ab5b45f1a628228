/** One message to a topic. */
export interface Message {
  /** Only shown in e-mails: run it through `toSubject`. */
  readonly subject?: string;
  /** Not empty: run untrusted text through `toMessageText`. */
  readonly body: string;
  /** Texts for some protocols, as `https`, instead of the body, which the others get. */
  readonly bodies?: Readonly<Record<string, string>>;
  /** For filter policies of subscriptions. Values are not empty; an array matches a policy by any member. */
  readonly attributes: Readonly<Record<string, string | readonly string[]>>;
  /** For FIFO topics only, where it is required. */
  readonly fifo?: {
    /** Messages of one group are delivered in order: run it through `toFifoId`. */
    readonly groupId: string;
    /** A second message of the same id within five minutes is accepted, but not delivered. */
    readonly deduplicationId: string;
  };
}
