/** A form with files whose body waits until it is known who sends it. */
export interface UnreadForm {
  /**
   * A short field from the beginning of the form, where the hidden ones stand; the files after it stay unread.
   * @returns null when there is none, or none so early.
   */
  field(name: string): Promise<string | null>;
  /** Reads all of it and puts its fields into `request.body`. @throws Problem when it cannot be read. */
  read(): Promise<void>;
}
