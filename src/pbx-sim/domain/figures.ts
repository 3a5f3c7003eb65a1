import { VOICEMAIL, type CtiEvent, type HangupCause } from '../../cti-client/domain/wire.js';

/** How a call ended, for whoever counts calls. */
type Outcome =
  'answered' | 'abandoned' | 'busy' | 'noAnswer' | 'voicemail' | 'forwarded' | 'rejected' | 'failed' | 'open';

export interface CallFigures {
  readonly callId: string;
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly outcome: Outcome;
  /** Extension that answered, or that called out. */
  readonly operator: string | null;
  /** From the first ringing to the answer; without one, to the end. */
  readonly waitSeconds: number;
  /** From the answer to the end; messages on the voice box are not talk. */
  readonly talkSeconds: number;
}

export interface OperatorFigures {
  answered: number;
  /** Calls that others handed over. */
  takenOver: number;
  calledOut: number;
  /** In both directions; of a call that was handed over, each has the own part. */
  talkSeconds: number;
}

export interface Figures {
  readonly inbound: {
    readonly offered: number;
    readonly answered: number;
    readonly abandoned: number;
    readonly busy: number;
    readonly noAnswer: number;
    readonly voicemail: number;
    readonly forwarded: number;
    readonly rejected: number;
    /** Never spoken with: all but answered, forwarded, rejected. Somebody must call back. */
    readonly missed: number;
    readonly withheld: number;
    /** Of the answered. */
    readonly waitSeconds: number;
    readonly talkSeconds: number;
  };
  readonly outbound: { readonly placed: number; readonly answered: number; readonly talkSeconds: number };
  readonly transfers: number;
  readonly operators: Readonly<Record<string, OperatorFigures>>;
}

/**
 * The figures of a shift, worked out from what was told to the service alone: what the service counts must agree.
 * @param events in order of time, each once.
 * @param rejected calls that the service wanted to be refused.
 */
export function figuresOf(
  events: readonly CtiEvent[],
  rejected: ReadonlySet<string>,
): { readonly figures: Figures; readonly calls: readonly CallFigures[] } {
  const courses = coursesOf(events);
  const calls = courses.map((course) => callFigures(course, rejected.has(course.callId)));
  const inbound = calls.filter(({ direction }) => direction === 'in');
  const outbound = calls.filter(({ direction }) => direction === 'out');
  const count = (outcome: Outcome): number => inbound.filter((call) => call.outcome === outcome).length;
  const answered = inbound.filter(({ outcome }) => outcome === 'answered');
  const spoken = outbound.filter(({ outcome }) => outcome === 'answered');
  const apart = count('answered') + count('forwarded') + count('rejected') + count('open');
  return {
    calls,
    figures: {
      inbound: {
        offered: inbound.length,
        answered: answered.length,
        abandoned: count('abandoned'),
        busy: count('busy'),
        noAnswer: count('noAnswer'),
        voicemail: count('voicemail'),
        forwarded: count('forwarded'),
        rejected: count('rejected'),
        missed: inbound.length - apart,
        withheld: inbound.filter(({ from }) => !/\d/.test(from)).length,
        waitSeconds: sum(answered, ({ waitSeconds }) => waitSeconds),
        talkSeconds: sum(answered, ({ talkSeconds }) => talkSeconds),
      },
      outbound: {
        placed: outbound.length,
        answered: spoken.length,
        talkSeconds: sum(spoken, ({ talkSeconds }) => talkSeconds),
      },
      transfers: sum(courses, ({ parts }) => Math.max(0, parts.length - 1)),
      operators: operatorFigures(courses),
    },
  };
}

/** A call as it went. */
interface Course {
  readonly callId: string;
  readonly direction: 'in' | 'out';
  readonly from: string;
  readonly since: number;
  /** Who spoke from when; more than one after it was handed over. */
  readonly parts: { readonly operator: string; readonly since: number }[];
  end: { readonly at: number; readonly cause: HangupCause } | null;
}

function coursesOf(events: readonly CtiEvent[]): readonly Course[] {
  const courses = new Map<string, Course>();
  for (const event of events) {
    if (event.event === 'agentState') continue;
    const at = Date.parse(event.at);
    const { callId } = event;
    const course = courses.get(callId);
    if (event.event === 'newCall' && course === undefined) {
      const { direction, from } = event;
      courses.set(callId, { callId, direction, from, since: at, parts: [], end: null });
    }
    if (course === undefined || course.end !== null) continue;
    if (event.event === 'answer' || event.event === 'transfer') {
      course.parts.push({ operator: event.answeringNumber, since: at });
    }
    if (event.event === 'hangup') course.end = { at, cause: event.cause };
  }
  return [...courses.values()];
}

function callFigures(course: Course, rejected: boolean): CallFigures {
  const { callId, direction, from, since, parts, end } = course;
  const [first] = parts;
  const over = end?.at ?? since;
  const outcome = rejected ? 'rejected' : outcomeOf(course);
  return {
    callId,
    direction,
    from,
    outcome,
    operator: direction === 'out' ? from : outcome === 'answered' ? (first?.operator ?? null) : null,
    waitSeconds: ((first?.since ?? over) - since) / 1000,
    talkSeconds: first === undefined || outcome !== 'answered' ? 0 : (over - first.since) / 1000,
  };
}

function outcomeOf({ parts, end }: Course): Outcome {
  if (end === null) return 'open';
  if (parts[0]?.operator === VOICEMAIL) return 'voicemail';
  if (parts.length > 0) return 'answered';
  switch (end.cause) {
    case 'busy':
    case 'noAnswer':
    case 'forwarded':
      return end.cause;
    case 'cancel':
    case 'normalClearing':
      return 'abandoned';
    case 'congestion':
    case 'notFound':
      return 'failed';
  }
}

function operatorFigures(courses: readonly Course[]): Readonly<Record<string, OperatorFigures>> {
  const operators = new Map<string, OperatorFigures>();
  const of = (extension: string): OperatorFigures => {
    const known = operators.get(extension) ?? { answered: 0, takenOver: 0, calledOut: 0, talkSeconds: 0 };
    operators.set(extension, known);
    return known;
  };
  for (const { direction, from, parts, end } of courses) {
    if (direction === 'out') of(from).calledOut += 1;
    for (const [index, { operator, since }] of parts.entries()) {
      if (operator === VOICEMAIL) continue;
      const figures = of(operator);
      if (index > 0) figures.takenOver += 1;
      else if (direction === 'in') figures.answered += 1;
      if (end !== null) figures.talkSeconds += ((parts[index + 1]?.since ?? end.at) - since) / 1000;
    }
  }
  return Object.fromEntries([...operators].sort(([one], [other]) => one.localeCompare(other, 'en', { numeric: true })));
}

function sum<T>(items: readonly T[], of: (item: T) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
