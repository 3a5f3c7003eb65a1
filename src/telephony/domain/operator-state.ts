/** What somebody who takes calls does. */
export const OPERATOR_STATES = ['ready', 'talking', 'wrapup', 'break', 'offline'] as const;
export type OperatorState = (typeof OPERATOR_STATES)[number];

/** How they are called on screens. */
export const OPERATOR_STATE_LABELS: Readonly<Record<OperatorState, string>> = {
  ready: 'Sẵn sàng',
  talking: 'Đang gọi',
  wrapup: 'Xử lý sau cuộc gọi',
  break: 'Nghỉ',
  offline: 'Không trực',
};

/** A state from an instant to another. */
export interface StateSpan {
  readonly accountId: string;
  readonly state: OperatorState;
  readonly from: Date;
  readonly to: Date;
}

export type SecondsByState = Readonly<Record<OperatorState, number>>;

const NONE: SecondsByState = { ready: 0, talking: 0, wrapup: 0, break: 0, offline: 0 };

/** How long each was in each state between two instants, in whole seconds. */
export function secondsByState(spans: readonly StateSpan[], from: Date, to: Date): ReadonlyMap<string, SecondsByState> {
  const sums = new Map<string, Record<OperatorState, number>>();
  for (const span of spans) {
    const ms = Math.min(span.to.getTime(), to.getTime()) - Math.max(span.from.getTime(), from.getTime());
    if (ms <= 0) continue;
    const sum = sums.get(span.accountId) ?? { ...NONE };
    sum[span.state] += ms;
    sums.set(span.accountId, sum);
  }
  return new Map(
    [...sums].map(([accountId, sum]) => [
      accountId,
      Object.fromEntries(OPERATOR_STATES.map((state) => [state, Math.floor(sum[state] / 1000)])) as SecondsByState,
    ]),
  );
}
