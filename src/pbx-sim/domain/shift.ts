import {
  VOICEMAIL,
  type AgentState,
  type CallFields,
  type CtiEvent,
  type Happening,
  type HangupCause,
} from '../../cti-client/domain/wire.js';
import { Agenda } from './agenda.js';
import { Callers } from './callers.js';
import { highestRate, isOpen, rateAt, type ShiftOptions } from './options.js';
import { Random } from './random.js';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Who has waited so long goes to the voice box, or to the number of the second line. */
const LONGEST_WAIT = 3 * MINUTE;
/** So long a telephone rings before the next one is tried. */
const RINGS = 15 * SECOND;
/** The part of the operators that may be at rest at once. */
const AT_REST = 0.25;

interface Operator {
  readonly extension: string;
  state: AgentState | 'ringing';
  since: number;
}

/** What is said of it, and how it stands. */
interface Call {
  readonly fields: CallFields;
  ended: boolean;
  answered: boolean;
  ringing: Operator | null;
}

/** What the exchange says during a shift, in order of time. */
export interface Shift {
  readonly events: readonly CtiEvent[];
  /** Calls of the burst. */
  readonly burst: readonly string[];
  /** The last thing happens here, epoch milliseconds. */
  readonly until: number;
}

/**
 * Plays a shift of the call centre through: who calls when, who waits how long, who takes the call, how long they
 * talk. Pure: the same options give the same events. All instants are whole seconds, so that figures worked out
 * from them agree to the last one however they are rounded.
 */
export function shift(options: ShiftOptions): Shift {
  return new Simulation(options).run();
}

class Simulation {
  private readonly agenda = new Agenda();
  private readonly events: CtiEvent[] = [];
  private readonly burst: string[] = [];
  private readonly operators: readonly Operator[];
  private readonly queue: Call[] = [];
  private readonly arrivals: Random;
  private readonly people: Random;
  private readonly work: Random;
  private readonly callers: Callers;
  private now: number;
  private readonly end: number;
  private calls = 0;

  constructor(private readonly options: ShiftOptions) {
    const random = new Random(options.seed);
    this.arrivals = random.fork();
    this.people = random.fork();
    this.work = random.fork();
    this.callers = new Callers(random.fork());
    this.now = options.from;
    this.end = options.from + options.minutes * MINUTE;
    this.operators = options.operators.map((extension) => ({ extension, state: 'offline', since: options.from }));
  }

  run(): Shift {
    for (const operator of this.operators) this.set(operator, 'ready');
    this.expectArrivals(
      this.arrivals.fork(),
      highestRate(this.options),
      (at) => rateAt(this.options, at),
      () => this.arrive(this.callers.next()),
    );
    const outbound = this.options.outboundPerHour;
    this.expectArrivals(
      this.arrivals.fork(),
      outbound,
      () => outbound,
      () => this.callOut(),
    );
    this.expectBurst();
    for (let next = this.agenda.next(); next !== null; next = this.agenda.next()) {
      this.now = next.at;
      next.happen();
    }
    for (const operator of this.operators) this.set(operator, 'offline');
    return { events: this.events, burst: this.burst, until: this.now };
  }

  // Arrivals

  /** Poisson with a rate that changes: drawn at the highest one, and as many left out as the instant's is below it. */
  private expectArrivals(random: Random, highest: number, rate: (at: number) => number, happen: () => void): void {
    if (highest <= 0) return;
    let at = this.options.from;
    for (;;) {
      at += random.exponential(HOUR / highest);
      if (at >= this.end) return;
      if (random.chance(rate(at) / highest)) this.agenda.add(wholeSecond(at), happen);
    }
  }

  private expectBurst(): void {
    const { burst, burstMinutes, from } = this.options;
    const start = from + (this.end - from) / 3;
    for (let call = 0; call < burst; call += 1) {
      // People call when it has just happened; fewer and fewer after that.
      const after = (burstMinutes * MINUTE * (1 - Math.sqrt(1 - this.arrivals.next()))) % (this.end - start);
      this.agenda.add(wholeSecond(start + after), () =>
        this.burst.push(this.arrive(this.callers.neighbour()).fields.callId),
      );
    }
  }

  private arrive(from: string): Call {
    const { number, queue } = this.options;
    const call = this.newCall({ from, to: number, direction: 'in', queue });
    this.say({ event: 'newCall', ...call.fields });
    if (!isOpen(this.options, this.now)) this.voiceBox(call, 0.4);
    else if (this.queue.length >= this.options.queueSize) this.in(1, () => this.hangUp(call, 'busy'));
    else this.wait(call);
    return call;
  }

  /** @param leaving the part of the callers who do not want to talk to a machine. */
  private voiceBox(call: Call, leaving: number): void {
    const greeting = this.people.between(5, 12);
    if (this.people.chance(leaving)) {
      this.in(greeting, () => this.hangUp(call, 'cancel'));
      return;
    }
    this.in(greeting, () => {
      this.answer(call, VOICEMAIL);
      this.in(this.people.between(6, 75), () => this.hangUp(call, 'normalClearing'));
    });
  }

  // Waiting

  private wait(call: Call): void {
    this.queue.push(call);
    const patience = Math.max(3, Math.round(this.people.exponential(110)));
    this.in(patience, () => this.giveUp(call));
    this.agenda.add(this.now + LONGEST_WAIT, () => this.overflow(call));
    this.serve();
  }

  private giveUp(call: Call): void {
    if (call.ended || call.answered || !this.leaveQueue(call)) return;
    this.hangUp(call, 'cancel');
    if (call.fields.from.startsWith('0') && this.people.chance(0.5) && this.now < this.end) {
      const again = this.now + this.people.between(40, 300) * SECOND;
      if (again < this.end) this.agenda.add(again, () => this.arrive(call.fields.from));
    }
  }

  private overflow(call: Call): void {
    if (call.ended || call.answered || !this.leaveQueue(call)) return;
    if (this.people.chance(0.3)) this.hangUp(call, 'forwarded');
    else this.voiceBox(call, 0.2);
  }

  /** @returns false: it is in nobody's queue and rings nowhere. */
  private leaveQueue(call: Call): boolean {
    const index = this.queue.indexOf(call);
    if (index >= 0) this.queue.splice(index, 1);
    const operator = call.ringing;
    call.ringing = null;
    if (operator !== null) this.free(operator);
    return index >= 0 || operator !== null;
  }

  // Operators

  /** The next in the queue rings at whoever has been free longest. */
  private serve(): void {
    for (;;) {
      const operator = this.longestFree();
      const call = this.queue[0];
      if (operator === null || call === undefined) return;
      this.queue.shift();
      this.ring(call, operator);
    }
  }

  private longestFree(): Operator | null {
    const free = this.operators.filter(({ state }) => state === 'ready');
    return free.reduce<Operator | null>((best, next) => (best === null || next.since < best.since ? next : best), null);
  }

  private ring(call: Call, operator: Operator): void {
    operator.state = 'ringing';
    call.ringing = operator;
    this.say({ event: 'newCall', ...call.fields, user: operator.extension });
    const rings = Math.max(1, Math.round(this.work.logNormal(4, 0.5)));
    const stillRings = (): boolean => call.ringing === operator && !call.ended;
    if (rings * SECOND < RINGS && !this.work.chance(0.03)) {
      this.in(rings, () => stillRings() && this.connect(call, operator));
      return;
    }
    this.agenda.add(this.now + RINGS, () => {
      if (!stillRings()) return;
      // Nobody picks up: the call is the first in the queue again, and the operator is given a minute.
      call.ringing = null;
      this.set(operator, 'break');
      this.in(60, () => this.free(operator));
      this.queue.unshift(call);
      this.serve();
    });
  }

  private connect(call: Call, operator: Operator): void {
    call.ringing = null;
    this.answer(call, operator.extension);
    this.talk(call, operator, Math.round(this.work.logNormal(140, 0.75)));
  }

  private talk(call: Call, operator: Operator, seconds: number): void {
    const talk = Math.min(Math.max(3, seconds), 1800);
    this.set(operator, 'talking');
    const handOver = talk > 20 && this.work.chance(0.07) ? this.work.between(10, talk - 5) : null;
    this.in(handOver ?? talk, () => {
      const other = handOver === null ? null : this.longestFree();
      if (other === null) {
        // Nobody was free to take it over: they talk on.
        this.in(handOver === null ? 0 : talk - handOver, () => this.endTalk(call, operator));
        return;
      }
      this.say({ event: 'transfer', callId: call.fields.callId, answeringNumber: other.extension });
      this.wrapUp(operator);
      this.talk(call, other, Math.round(this.work.logNormal(90, 0.6)));
    });
  }

  private endTalk(call: Call, operator: Operator): void {
    this.hangUp(call, 'normalClearing');
    const { recordings } = this.options;
    if (recordings !== null) {
      const url = `${recordings.replace(/\/+$/, '')}/${call.fields.callId}.wav`;
      this.in(2, () => this.say({ event: 'recording', callId: call.fields.callId, url }));
    }
    this.wrapUp(operator);
  }

  private wrapUp(operator: Operator): void {
    this.set(operator, 'wrapup');
    this.in(Math.max(2, Math.round(this.work.logNormal(30, 0.6))), () => {
      const resting = this.operators.filter(({ state }) => state === 'break').length;
      const mayRest = resting + 1 <= this.operators.length * AT_REST && this.now < this.end;
      if (mayRest && this.work.chance(0.05)) {
        this.set(operator, 'break');
        this.in(this.work.between(180, 720), () => this.free(operator));
      } else this.free(operator);
    });
  }

  private free(operator: Operator): void {
    // Whose telephone stopped ringing was "ready" for everybody else all the time.
    if (operator.state === 'ringing') operator.state = 'ready';
    else this.set(operator, 'ready');
    operator.since = this.now;
    this.serve();
  }

  // Calling out

  private callOut(): void {
    const operator = this.queue.length > 0 || !isOpen(this.options, this.now) ? null : this.longestFree();
    if (operator === null) return;
    const call = this.newCall({ from: operator.extension, to: this.callers.toCallBack(), direction: 'out' });
    this.say({ event: 'newCall', ...call.fields, user: operator.extension });
    this.set(operator, 'talking');
    const end = (cause: HangupCause, seconds: number): void =>
      this.in(seconds, () => {
        this.hangUp(call, cause);
        this.wrapUp(operator);
      });
    const luck = this.work.next();
    if (luck < 0.65) {
      this.in(this.work.between(4, 18), () => {
        this.answer(call, operator.extension);
        end('normalClearing', Math.max(5, Math.round(this.work.logNormal(80, 0.6))));
      });
    } else if (luck < 0.85) end('noAnswer', 30);
    else if (luck < 0.95) end('busy', 3);
    else end(luck < 0.98 ? 'notFound' : 'congestion', 2);
  }

  // Saying so

  private newCall(fields: Omit<CallFields, 'callId'>): Call {
    this.calls += 1;
    const { seed, from } = this.options;
    const callId = `sim-${seed}-${(from / SECOND).toString(36)}-${this.calls}`;
    return { fields: { callId, ...fields }, ended: false, answered: false, ringing: null };
  }

  private answer(call: Call, who: string): void {
    call.answered = true;
    this.say({ event: 'answer', ...call.fields, answeringNumber: who, user: who });
  }

  private hangUp(call: Call, cause: HangupCause): void {
    if (call.ended) return;
    call.ended = true;
    this.say({ event: 'hangup', ...call.fields, cause });
  }

  private set(operator: Operator, state: AgentState): void {
    operator.state = state;
    operator.since = this.now;
    this.say({ event: 'agentState', user: operator.extension, state });
  }

  private say(happening: Happening): void {
    this.events.push({ ...happening, at: new Date(this.now).toISOString() });
  }

  private in(seconds: number, happen: () => void): void {
    this.agenda.add(this.now + seconds * SECOND, happen);
  }
}

function wholeSecond(at: number): number {
  return Math.floor(at / SECOND) * SECOND;
}
