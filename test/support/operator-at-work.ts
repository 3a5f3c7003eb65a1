import type { Page } from 'playwright-core';
import { eventually } from './gate.js';
import { KEPT_BACK, LOOK, WATCH, type Desk, type KeptBack } from './operator-page.js';
import type { SeatedOperator } from './shift-stage.js';

/** What an operator says a call was. */
type Written = 'ticket' | 'status' | 'silent' | 'wrong_number';

/** What becomes of the calls of one operator, in turn; a status is told to whoever has a ticket already. */
const TURNS: readonly Written[] = ['ticket', 'ticket', 'wrong_number', 'ticket', 'silent'];
const KEYS: Readonly<Record<Written, string>> = {
  ticket: 'Control+Enter',
  status: 'Alt+h',
  silent: 'Alt+7',
  wrong_number: 'Alt+8',
};
const REPORTS = [
  'Nắp cống trước cổng chợ bị vỡ, xe máy dễ sụp bánh.',
  'Rác đổ đống ở đầu hẻm từ hôm qua chưa ai dọn.',
  'Đèn đường tắt cả đoạn gần trường tiểu học.',
  'Quán nhậu mở loa kẹo kéo đến gần mười hai giờ khuya.',
];

interface AtWork {
  /** Before a contact is saved; the service may be gone after it. */
  readonly beforeSaving?: () => Promise<void>;
}

/** As long as a form that has just become another call's refuses a key that may be meant for the one before. */
const READS_MS = 1_600;
const ANSWER_MS = 60_000;

/** Somebody who writes down every call her page shows, with the keyboard and on that page alone. */
export class OperatorAtWork {
  /** When each call first stood on the page: id → epoch ms. */
  readonly shown = new Map<string, number>();
  /** What was written down and saved, by call; the service may not have it yet. */
  readonly written = new Map<string, Written>();
  /** Calls that somebody else had written down already. */
  readonly refused = new Map<string, string>();
  /** Contacts that were saved without a call. */
  readonly withoutCall: Written[] = [];
  /** What happened on the page, a line for each thing, to be read when something does not agree. */
  readonly diary: string[] = [];
  /** Saved while the service was away. */
  keptBack = 0;
  /** Keys that were not taken at first. */
  doubts = 0;
  /** How often the browser's own error page stood there. */
  errorPages = 0;
  saving = false;

  private turn = 0;
  private saved: string | null = null;

  private constructor(
    readonly operator: SeatedOperator,
    private readonly page: Page,
    private readonly atWork: AtWork,
  ) {}

  /** @param page of somebody who is signed in. */
  static async sit(operator: SeatedOperator, page: Page, atWork: AtWork = {}): Promise<OperatorAtWork> {
    const sitting = new OperatorAtWork(operator, page, atWork);
    await page.exposeFunction('callShown', (id: string, at: number) => {
      if (!sitting.shown.has(id)) sitting.shown.set(id, at);
    });
    await page.exposeFunction('callSaved', (id: string) => {
      sitting.saved = id;
    });
    await page.addInitScript(WATCH);
    await page.goto('/tong-dai');
    return sitting;
  }

  /** Writes down what comes until the shift is over and nothing is left. */
  async work(isOver: () => boolean): Promise<void> {
    for (;;) {
      const desk = await this.look();
      const over = isOver();
      const next = desk?.toWrite.find((id) => !this.isDone(id));
      if (desk !== null && next !== undefined) await this.write(next);
      else if (over && (await this.nothingLeft())) return;
      await pause();
    }
  }

  private isDone(id: string): boolean {
    return this.written.has(id) || this.refused.has(id);
  }

  /** On a page made anew, when nothing waits in the browser. */
  private async nothingLeft(): Promise<boolean> {
    const waits = (await this.keptCalls()).some(({ state }) => state === 'waiting');
    if (waits || !(await this.load())) return false;
    const desk = await this.look();
    if (desk === null || desk.toWrite.some((id) => !this.isDone(id))) return false;
    const kept = await this.keptCalls();
    // What was saved while the service was away may turn out to be written down by somebody else.
    for (const { call, why } of kept.filter(({ state }) => state === 'refused')) {
      this.note(`${call} was refused later: ${why}`);
      this.written.delete(call);
      this.refused.set(call, why);
    }
    return kept.every(({ state }) => state !== 'waiting');
  }

  private keptCalls(): Promise<readonly KeptBack[]> {
    return this.page.evaluate<readonly KeptBack[]>(KEPT_BACK);
  }

  /** null: there is no such page now; it is on its way, or the service is away. */
  private async look(): Promise<Desk | null> {
    if (this.page.url().startsWith('chrome-error')) {
      this.errorPages += 1;
      this.note('the error page of the browser');
      await this.load();
    }
    return this.page.evaluate<Desk | null>(LOOK).catch(() => null);
  }

  private load(): Promise<boolean> {
    return this.page.goto('/tong-dai').then(
      (answer) => answer?.ok() === true,
      () => false,
    );
  }

  private async write(call: string): Promise<void> {
    if (!(await this.takeUp(call))) return;
    const desk = await this.look();
    if (desk?.formCall !== call) return;
    const what = desk.knownCaller && this.turn % 3 === 0 ? 'status' : (TURNS[this.turn % TURNS.length] ?? 'ticket');
    if (what === 'ticket') {
      await this.page.locator('[name="tickets.0.words"]').focus();
      await this.page.keyboard.press('Control+a');
      await this.page.keyboard.insertText(REPORTS[this.turn % REPORTS.length] ?? '');
      // Who hides the number and gives no name is told that no answer can be sent.
      if (desk.phone === '' && !desk.isAnonymous) await this.page.keyboard.press('Alt+a');
    }
    this.saving = true;
    try {
      await this.atWork.beforeSaving?.();
      await this.save(call, what);
    } finally {
      this.saving = false;
    }
  }

  /** With one key; again, when it was not taken and the form still is for that call. */
  private async save(call: string, what: Written): Promise<void> {
    for (;;) {
      const before = await this.look();
      if (before?.formCall !== call) {
        // Nobody's to write down any more; the words were for that call.
        this.note(`${call} is gone from the form, ${before?.formCall ?? 'as is the page'}`);
        await this.clear();
        return;
      }
      this.saved = null;
      await this.page.keyboard.press(KEYS[what]);
      await eventually(`${this.operator.login} sends the form`, () => this.saved !== null);
      if ((await this.settle(this.saved ?? '', what, before.key)) === 'settled') break;
      await new Promise((resolve) => setTimeout(resolve, READS_MS));
    }
    this.turn += 1;
  }

  /** The form becomes that of the call: by itself, or by the button beside a call that was left. */
  private async takeUp(call: string): Promise<boolean> {
    const button = this.page.locator(`[data-tie="${call}"]`);
    if ((await this.look())?.formCall === call) return true;
    if ((await button.count()) === 0) return false;
    await button.focus({ timeout: 2_000 }).catch(() => undefined);
    await this.page.keyboard.press('Enter');
    return (await this.look())?.formCall === call;
  }

  /** Waits until the form is another one: saved, or kept in the browser; or until it is refused. */
  private async settle(call: string, what: Written, key: string): Promise<'settled' | 'doubt'> {
    const until = Date.now() + ANSWER_MS;
    while (Date.now() < until) {
      const desk = await this.look();
      const became =
        desk === null
          ? null
          : desk.key === key
            ? await this.notSaved(call, what, desk)
            : this.isSaved(call, what, desk);
      if (became !== null) return became;
      await pause();
    }
    throw new Error(`${this.operator.login} is not told what became of a ${what}.\n${this.diary.join('\n')}`);
  }

  private isSaved(call: string, what: Written, { done }: Desk): 'settled' {
    this.note(`${call} is a ${what}, ${done ? 'saved' : 'kept back'}`);
    if (call === '') this.withoutCall.push(what);
    else this.written.set(call, what);
    if (!done) this.keptBack += 1;
    return 'settled';
  }

  private async notSaved(call: string, what: Written, { doubt, refused }: Desk): Promise<'settled' | 'doubt' | null> {
    if (doubt) {
      this.note(`${call}: the page asks again`);
      this.doubts += 1;
      return 'doubt';
    }
    if (refused === null) return null;
    if (!/đã được ghi|người khác nghe/.test(refused)) throw new Error(`${what} refused: ${refused}`);
    this.note(`${call} was refused: ${refused}`);
    this.refused.set(call, refused);
    await this.clear();
    return 'settled';
  }

  /** The words are not needed. */
  private async clear(): Promise<void> {
    for (const name of ['tickets.0.words', 'phone']) await this.page.locator(`#goi [name="${name}"]`).fill('');
    await this.page.locator('#goi [name="anonymous"]').setChecked(false);
  }

  private note(text: string): void {
    this.diary.push(`${new Date().toISOString().slice(11, 23)} ${this.operator.extension} ${text}`);
  }
}

/** A person looks up now and then. */
function pause(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 200));
}
