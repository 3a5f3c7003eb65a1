/** Something one part of a test waits for and another lets happen. */
export interface Gate {
  readonly opened: Promise<void>;
  open(): void;
}

export function gate(): Gate {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

/** Lets nobody through before so many have come. */
export function meeting(size: number): () => Promise<void> {
  const all = gate();
  let present = 0;
  return () => {
    present += 1;
    if (present === size) all.open();
    return all.opened;
  };
}

/** Waits until something is so. @throws Error with `what` after `seconds`. */
export async function eventually(what: string, isSo: () => Promise<boolean> | boolean, seconds = 20): Promise<void> {
  const until = Date.now() + seconds * 1000;
  while (!(await isSo())) {
    if (Date.now() > until) throw new Error(`Not within ${seconds} s: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
