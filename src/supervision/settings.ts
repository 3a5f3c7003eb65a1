import { z } from 'zod';
import { ProvinceFiles } from '../agencies/index.js';

const FILE = 'supervision.json';

const word = z.string().min(1).max(300);
const criterion = z.strictObject({
  code: z.string().regex(/^[a-z][a-z0-9_]{0,39}$/, 'chữ thường không dấu, số và _'),
  name: z.string().min(1).max(120),
  words: z.tuple([word, word, word]),
});

const CRITERIA: z.output<typeof criterion>[] = [
  { code: 'greeting', name: 'Chào hỏi', words: ['không chào, không xưng tên', 'chào thiếu', 'chào đủ và rõ'] },
  { code: 'closing', name: 'Kết thúc', words: ['cúp máy ngang', 'chào mà không nhắc hẹn', 'nhắc lại việc và hẹn'] },
];

const schema = z.strictObject({
  wallboard: z.strictObject({ operatorNames: z.boolean().default(true) }).prefault({}),
  quality: z
    .strictObject({
      perOperator: z.int().min(1).max(50).default(3),
      minSeconds: z.int().min(0).max(3600).default(30),
      criteria: z
        .array(criterion)
        .min(1)
        .max(20)
        .refine((all) => new Set(all.map(({ code }) => code)).size === all.length, 'hai mục trùng mã')
        .default(CRITERIA),
    })
    .prefault({}),
  handOver: z.strictObject({ noteHours: z.int().min(1).max(168).default(24) }).prefault({}),
});

type Settings = z.output<typeof schema>;

/** How operators are watched over, from the province's `supervision.json`. An injection token too. */
export abstract class SupervisionSettings implements Settings {
  abstract readonly wallboard: Settings['wallboard'];
  abstract readonly quality: Settings['quality'];
  /** A note that is older is shown to nobody. */
  abstract readonly handOver: Settings['handOver'];
}

/** @throws ProvinceFilesError */
export function loadSupervisionSettings(directory: string): SupervisionSettings {
  const files = new ProvinceFiles(directory);
  const read = files.has(FILE) ? files.json(FILE, schema) : schema.parse({});
  files.throwIfWrong();
  return read as Settings;
}
