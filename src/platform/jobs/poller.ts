import type { Log } from '../log/index.js';

export interface PollerOptions {
  readonly name: string;
  /** Rest between two runs that found nothing. */
  readonly everyMs: number;
  readonly log: Log;
  /** Does one portion of work. @returns true when there may be more at once. */
  readonly run: () => Promise<boolean>;
}

const MAX_PAUSE_MS = 30_000;

/**
 * Runs a job again and again: at once when nudged or when there is more, else every `everyMs`. Two runs
 * never overlap in one process; a failing run is logged and tried again after a growing pause.
 */
export class Poller {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private nudged = false;
  private stopped = true;
  private failures = 0;

  constructor(private readonly options: PollerOptions) {}

  start(): void {
    this.stopped = false;
    this.schedule(0);
  }

  /** There may be work: do not wait for the interval. */
  nudge(): void {
    if (this.running) this.nudged = true;
    else if (this.failures === 0) this.schedule(0);
  }

  /** Ends after the run in progress; no run starts afterwards. */
  async stop(): Promise<void> {
    this.stopped = true;
    if (this.timer) clearTimeout(this.timer);
    await this.running;
  }

  private schedule(delayMs: number): void {
    if (this.stopped || this.running) return;
    if (this.timer) clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.running = this.runOnce();
    }, delayMs);
  }

  private async runOnce(): Promise<void> {
    // Never ends before `running` is set, also when the job throws at once.
    await Promise.resolve();
    this.nudged = false;
    let pause = this.options.everyMs;
    try {
      if (await this.options.run()) pause = 0;
      this.failures = 0;
    } catch (error) {
      this.failures += 1;
      pause = Math.min(MAX_PAUSE_MS, this.options.everyMs * 2 ** this.failures);
      this.options.log.error({ job: this.options.name, failures: this.failures, error }, 'job failed');
    }
    this.running = null;
    this.schedule(this.nudged && this.failures === 0 ? 0 : pause);
  }
}
