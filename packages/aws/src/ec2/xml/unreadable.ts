/** An answer that makes no sense. Another attempt may bring a whole one, which `$retryable` says to whoever retries. */
export class UnreadableAnswer extends Error {
  override readonly name = 'UnreadableAnswer';
  readonly $retryable = {};
}
