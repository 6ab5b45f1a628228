/** Stores the text of a journal. */
export interface JournalStore {
  /** For messages: its path. */
  readonly name: string;
  /**
   * @param mode `new`: creates it; `resume`: opens the existing one
   * @throws GroundcrewError `plan.journal.exists`, `plan.journal.missing`, `plan.journal.failed`
   */
  open(mode: 'new' | 'resume'): Promise<void>;
  /** All that was appended, by any process; up to the maximum of the store. */
  read(): Promise<string>;
  /** Appends the text atomically; resolves when it is durable. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}
