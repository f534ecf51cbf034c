/** Where text goes. What is written has passed the redactor already. */
export interface Output {
  write(text: string): void;
}

/** An output that is a terminal. */
export interface Terminal extends Output {
  /** columns now; it may be resized at any time */
  readonly columns: number;
  readonly rows: number;
}
