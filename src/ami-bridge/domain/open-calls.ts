import type { CallFields, CtiEvent } from '../../cti-client/domain/wire.js';

/** A call that is told to the service and whose end is not. */
export interface OpenCall {
  readonly callId: string;
  readonly from: string;
  readonly to: string;
  readonly queue: string | null;
  /** The exchange knows a call that was transferred by the id of its oldest channel, too. */
  readonly linkedId: string | null;
  /** At whom it has rung. */
  readonly rung: readonly string[];
  /** Who answered last; null: it waits. */
  readonly operator: string | null;
  /** ISO instant. */
  readonly since: string;
}

/** The end of a call so old was never heard: the service has ended it by itself long ago. */
const FORGOTTEN_AFTER = 12 * 3_600_000;

/**
 * The calls that are going on, as they follow from what was told to the service. Nothing else goes in, so that
 * a process which reads its spool again after a crash knows what the one before knew.
 */
export class OpenCalls {
  private readonly calls = new Map<string, OpenCall>();

  constructor(calls: readonly OpenCall[] = []) {
    for (const call of calls) this.calls.set(call.callId, call);
  }

  get(callId: string): OpenCall | null {
    return this.calls.get(callId) ?? null;
  }

  /** By any of the ids of the channels that take part. */
  find(ids: readonly string[]): OpenCall | null {
    for (const id of ids) {
      const call = this.get(id);
      if (call !== null) return call;
    }
    for (const call of this.calls.values()) if (call.linkedId !== null && ids.includes(call.linkedId)) return call;
    return null;
  }

  all(): readonly OpenCall[] {
    return [...this.calls.values()];
  }

  /** @param linkedId of the channel, with a newCall. */
  told(event: CtiEvent, linkedId: string | null = null): void {
    if (event.event === 'agentState' || event.event === 'recording') return;
    const { callId } = event;
    switch (event.event) {
      case 'newCall':
        this.open(event, linkedId);
        this.ringAt(callId, event.user);
        return;
      case 'answer':
        // The voice box takes calls that were in no queue.
        this.open(event, linkedId);
        this.passTo(callId, event.answeringNumber);
        return;
      case 'transfer':
        this.passTo(callId, event.answeringNumber);
        return;
      case 'hangup':
        this.calls.delete(callId);
        return;
    }
  }

  private open({ callId, from, to, queue, at }: CallFields & { at: string }, linkedId: string | null): void {
    if (this.calls.has(callId)) return;
    this.forget(at);
    this.calls.set(callId, { callId, from, to, queue: queue ?? null, linkedId, rung: [], operator: null, since: at });
  }

  private ringAt(callId: string, user: string | undefined): void {
    const known = this.calls.get(callId);
    if (known === undefined || user === undefined) return;
    this.calls.set(callId, { ...known, rung: [...known.rung, user] });
  }

  private passTo(callId: string, operator: string): void {
    const known = this.calls.get(callId);
    if (known !== undefined) this.calls.set(callId, { ...known, operator });
  }

  private forget(now: string): void {
    const oldest = Date.parse(now) - FORGOTTEN_AFTER;
    // In the order in which they began.
    for (const { callId, since } of this.calls.values()) {
      if (Date.parse(since) >= oldest) return;
      this.calls.delete(callId);
    }
  }
}
