/** The exchange of the shifts that the simulator plays for tests: one number, one queue, open all day, nothing recorded. */
export const EXCHANGE = {
  number: '1022',
  queue: '1022',
  queueSize: 6,
  opensAt: 7,
  closesAt: 21,
  recordings: null,
} as const;
