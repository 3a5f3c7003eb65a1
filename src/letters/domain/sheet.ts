/** A record to be read on paper: a heading, facts, tables, and what happened in order. */
export interface Sheet {
  readonly title: string;
  /** Below the title. */
  readonly subtitle: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly sections: readonly SheetSection[];
  /** At the foot of every page, left of the page number. */
  readonly foot: string;
  /** Below the last section, in small letters. */
  readonly closing: readonly string[];
}

export type SheetSection =
  | { readonly kind: 'words'; readonly title: string; readonly text: string }
  | {
      readonly kind: 'table';
      readonly title: string;
      readonly columns: readonly string[];
      readonly rows: readonly (readonly string[])[];
    }
  | {
      readonly kind: 'story';
      readonly title: string;
      readonly lines: readonly { readonly when: string; readonly text: string; readonly remark: string | null }[];
    };
