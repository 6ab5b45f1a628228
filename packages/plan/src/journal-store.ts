/** Where the text of a journal lies. */
export interface JournalStore {
  /** For messages: its path. */
  readonly name: string;
  /**
   * @param mode `new`: makes it; `resume`: takes what is there
   * @throws GroundcrewError `plan.journal.exists`, `plan.journal.missing`, `plan.journal.failed`
   */
  open(mode: 'new' | 'resume'): Promise<void>;
  /** All that was appended, by whoever; at most as much as the store allows. */
  read(): Promise<string>;
  /** Resolves when the text, in one piece behind all others, would outlast a power cut. */
  append(text: string): Promise<void>;
  close(): Promise<void>;
}
