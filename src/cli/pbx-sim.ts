import { writeSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { ctiEndpoint } from '../cti-client/index.js';
import { formatInstant, SystemClock } from '../kernel/index.js';
import {
  chaotic,
  inOrder,
  isOpen,
  Player,
  shift,
  type Progress,
  type Shift,
  type ShiftOptions,
} from '../pbx-sim/index.js';

const USAGE = `Diễn một ca trực: gọi tới điểm nhận sự kiện tổng đài như một tổng đài điện thoại thật.

  npm run pbx-sim -- --url http://localhost:3000 --token MÃ_BÍ_MẬT [tuỳ chọn]

  --operators 101,102,103   máy nhánh của các tổng đài viên (mặc định 101 đến 105)
  --minutes 60              cuộc gọi đến trong bấy nhiêu phút, cuộc nào đang dở thì diễn cho hết
  --calls-per-hour 45       trung bình trong giờ trực, chia theo giờ cao điểm, thấp điểm
  --outbound-per-hour 6     cuộc gọi ra
  --burst 40                một sự việc hàng loạt: bấy nhiêu cuộc trong --burst-minutes 5 phút; 0 là không
  --burst-ward 26041        mã phường xã của sự việc, chỉ ghi lại trong kết quả
  --speed 60                nhanh gấp mấy lần đồng hồ (mặc định 1)
  --from 2026-11-23T08:00:00+07:00   lúc bắt đầu ca; “at” của mọi sự kiện tính từ đây. Mặc định bây giờ,
                            diễn nhanh thì lùi lại để ca vừa hết đến bây giờ: máy chủ không nhận việc chưa xảy ra
  --hours 7-21              giờ trực; ngoài giờ là hộp thư thoại; 0-24 là cả ngày
  --number 1022 --queue 1022 --queue-size 30
  --recordings https://tongdai.example/ghi-am   gửi cả liên kết ghi âm
  --seed 1                  cùng số thì ca trực giống hệt
  --chaos                   gửi lặp, gửi trễ, gửi sai thứ tự như tổng đài hỏng
  --calls                   kết quả có từng cuộc gọi
  --dry-run                 chỉ in kết quả phải có, không gửi gì

Tiến độ ra stderr. Kết quả (JSON) ra stdout khi xong hoặc khi bấm Ctrl+C. Mã thoát 0: máy chủ nhận hết; 1: còn thiếu; 2: gọi sai.
`;

class UsageError extends Error {}

/**
 * `npm run pbx-sim`: plays a shift against the CTI endpoint and says at the end what it told, so that the
 * service's own figures can be held against it.
 */
async function run(): Promise<number> {
  const values = readArguments();
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const speed = numberOf('speed', values.speed, 0.1, 100_000);
  const { options, course } = courseOf(shiftOptions(values), values.from === undefined ? speed : null);
  if (!isOpen(options, options.from)) {
    process.stderr.write('Lúc này ngoài giờ trực: cuộc gọi vào hộp thư thoại. Đổi bằng --from hoặc --hours 0-24.\n');
  }
  const sendings = values.chaos === true ? chaotic(course.events, options.seed) : inOrder(course.events);
  const stop = new AbortController();
  const player = new Player({
    shift: course,
    sendings,
    post:
      values['dry-run'] === true
        ? () => Promise.resolve({ kind: 'accepted', rejected: false })
        : ctiEndpoint(address(values.url), required('token', values.token)),
    speed: values['dry-run'] === true ? Infinity : speed,
    clock: new SystemClock(),
    signal: stop.signal,
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stop.abort());
  const telling = setInterval(() => tell(player.progress()), process.stderr.isTTY ? 500 : 5000);
  const { calls, figures, ...played } = await player.play();
  clearInterval(telling);
  tell(player.progress());
  if (process.stderr.isTTY) process.stderr.write('\n');
  const summary = {
    seed: options.seed,
    from: new Date(options.from).toISOString(),
    until: new Date(course.until).toISOString(),
    ...played,
    ...figures,
    burst: { ward: values['burst-ward'] ?? null, calls: course.burst },
    ...(values.calls === true ? { calls } : {}),
  };
  // At once, whatever reads it: an asynchronous write would be cut off by the end of the process.
  writeSync(1, `${JSON.stringify(summary, null, 2)}\n`);
  return played.complete && played.events.refused === 0 ? 0 : 1;
}

function readArguments() {
  try {
    return parseArgs({
      options: {
        url: { type: 'string', default: 'http://localhost:3000' },
        token: { type: 'string' },
        operators: { type: 'string', default: '101,102,103,104,105' },
        minutes: { type: 'string', default: '60' },
        'calls-per-hour': { type: 'string', default: '45' },
        'outbound-per-hour': { type: 'string', default: '6' },
        burst: { type: 'string', default: '0' },
        'burst-minutes': { type: 'string', default: '5' },
        'burst-ward': { type: 'string' },
        speed: { type: 'string', default: '1' },
        from: { type: 'string' },
        hours: { type: 'string', default: '7-21' },
        number: { type: 'string', default: '1022' },
        queue: { type: 'string', default: '1022' },
        'queue-size': { type: 'string', default: '30' },
        recordings: { type: 'string' },
        seed: { type: 'string', default: '1' },
        chaos: { type: 'boolean' },
        calls: { type: 'boolean' },
        'dry-run': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function shiftOptions(values: ReturnType<typeof readArguments>): ShiftOptions {
  const [opensAt = '', closesAt = ''] = values.hours.split('-');
  const operators = values.operators.split(',').map((extension) => extension.trim());
  if (operators.some((extension) => extension === '')) throw new UsageError('--operators: 101,102,103');
  return {
    seed: numberOf('seed', values.seed, 0, 2 ** 32 - 1),
    from: startOf(values.from),
    minutes: numberOf('minutes', values.minutes, 0.1, 7 * 24 * 60),
    operators,
    callsPerHour: numberOf('calls-per-hour', values['calls-per-hour'], 0, 100_000),
    outboundPerHour: numberOf('outbound-per-hour', values['outbound-per-hour'], 0, 100_000),
    burst: numberOf('burst', values.burst, 0, 100_000),
    burstMinutes: numberOf('burst-minutes', values['burst-minutes'], 0.1, 600),
    number: values.number,
    queue: values.queue,
    queueSize: numberOf('queue-size', values['queue-size'], 1, 100_000),
    opensAt: numberOf('hours', opensAt, 0, 24),
    closesAt: numberOf('hours', closesAt, 0, 24),
    recordings: values.recordings === undefined ? null : address(values.recordings),
  };
}

/**
 * The shift as it is played.
 * @param speed when the start is not given: a shift that is played fast starts in the past, so that none of its
 *   events is told before it can have happened. null: it starts when it was told to.
 */
function courseOf(options: ShiftOptions, speed: number | null): { options: ShiftOptions; course: Shift } {
  const now = options.from;
  let begun = options;
  let course = shift(begun);
  // How long it lasts depends a little on the hour at which it starts.
  for (let attempt = 0; speed !== null && speed > 1 && attempt < 10; attempt += 1) {
    const ahead = (course.until - begun.from) * (1 - 1 / speed);
    if (begun.from + ahead <= now) break;
    begun = { ...options, from: Math.floor((now - ahead) / 1000) * 1000 };
    course = shift(begun);
  }
  return { options: begun, course };
}

/** Whole seconds: see `shift`. */
function startOf(text: string | undefined): number {
  const at = text === undefined ? new SystemClock().now().getTime() : Date.parse(text);
  if (Number.isNaN(at))
    throw new UsageError(`--from: “${text ?? ''}” không phải thời điểm như 2026-11-23T08:00:00+07:00.`);
  return Math.floor(at / 1000) * 1000;
}

function numberOf(name: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || Number.isNaN(value) || value < least || value > most) {
    throw new UsageError(`--${name}: cần một số từ ${least} đến ${most}.`);
  }
  return value;
}

function required(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new UsageError(`Thiếu --${name}.`);
  return value;
}

function address(text: string): string {
  if (!/^https?:\/\/[^/]/.test(text)) throw new UsageError(`“${text}” không phải địa chỉ như http://localhost:3000.`);
  return text;
}

function tell({ at, accepted, planned, waiting, retries, trouble }: Progress): void {
  const line =
    `${formatInstant(at)}: máy chủ đã nhận ${accepted} trong ${planned} sự kiện, đang giữ ${waiting}, gửi lại ${retries} lần` +
    (trouble === null ? '' : ` (${trouble})`);
  process.stderr.write(process.stderr.isTTY ? `\r\x1b[K${line}` : `${line}\n`);
}

run()
  .then((code) => {
    process.exitCode = code;
  })
  .catch((error: unknown) => {
    process.stderr.write(
      error instanceof UsageError
        ? `${error.message}\n\n${USAGE}`
        : `${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
    );
    process.exitCode = 2;
  });
