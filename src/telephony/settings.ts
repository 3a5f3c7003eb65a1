import { z } from 'zod';
import { ProvinceFiles } from '../agencies/index.js';
import type { CallBackRules } from './domain/call-back.js';
import type { NumberingPlan } from './domain/numbering.js';
import type { ServiceLevelRule } from './figures/domain/call-figures.js';

const FILE = 'telephony.json';

const digits = z.string().regex(/^\+?\d[\d ]{1,19}$/, 'chỉ gồm chữ số');
const short = z.string().regex(/^\d{3,6}$/, 'ba đến sáu chữ số');
const hour = z.int().min(0).max(24);

const schema = z.strictObject({
  numbering: z
    .strictObject({
      ownNumbers: z.array(digits).default(['1022']),
      shortNumbers: z.array(short).default(['111', '113', '114', '115']),
      areaCode: z
        .string()
        .regex(/^[1-9]\d{1,2}$/, 'mã vùng không có số 0 ở đầu')
        .nullable()
        .default(null),
      extensions: z.string().max(60).refine(isPattern, 'không phải mẫu đúng').default('[1-9]\\d{2,3}'),
      premiumPrefixes: z.array(z.string().regex(/^\+\d{2,8}$/, 'viết như +841900')).default(['+841900']),
    })
    .prefault({}),
  voicemail: z
    .strictObject({
      users: z.array(z.string().min(1).max(60)).default([]),
      queues: z.array(z.string().min(1).max(60)).default([]),
    })
    .prefault({}),
  outgoing: z
    .strictObject({
      /** Which number the person called sees, by how the own number begins (E.164); the longest beginning counts. */
      callerIds: z.array(z.strictObject({ prefix: z.string().regex(/^\+\d{0,12}$/), callerId: digits })).default([]),
      defaultCallerId: digits.nullable().default(null),
    })
    .prefault({}),
  recordingHosts: z.array(z.string().regex(/^[a-z0-9.-]+(:\d+)?$/, 'tên máy, không có https://')).default([]),
  ringingMinutes: z.int().min(1).max(120).default(10),
  talkingHours: z.int().min(1).max(24).default(4),
  wrapUpSeconds: z.int().min(0).max(3600).default(60),
  /** `percent` of the calls answered within `seconds`; whoever gives up before `shortSeconds` does not count. */
  serviceLevel: z
    .strictObject({
      percent: z.number().min(1).max(100).default(80),
      seconds: z.int().min(1).max(600).default(20),
      shortSeconds: z.int().min(0).max(60).default(5),
    })
    .prefault({}),
  flood: z
    .strictObject({
      eventsPerSecond: z.int().min(1).max(10_000).default(15),
      burst: z.int().min(1).max(100_000).default(45),
      /** So many events of one telephone system are written at the same time; the others wait. */
      atOnce: z.int().min(1).max(64).default(1),
    })
    .prefault({}),
  callBacks: z
    .strictObject({
      mostFailures: z.int().min(1).max(20).default(3),
      apartMinutes: z.int().min(0).max(1440).default(120),
      fromHour: hour.default(7),
      toHour: hour.default(21),
      claimMinutes: z.int().min(1).max(600).default(30),
      missedMinutes: z.int().min(1).max(1440).default(30),
      owedHours: z.int().min(1).max(240).default(8),
    })
    .prefault({}),
});

type Settings = z.output<typeof schema>;

/** How the centre's telephones are set up, from the province's `telephony.json`; without the file what most have. An injection token too. */
export abstract class TelephonySettings {
  abstract readonly plan: NumberingPlan;
  abstract readonly voicemail: Settings['voicemail'];
  abstract readonly outgoing: Settings['outgoing'];
  abstract readonly recordingHosts: readonly string[];
  abstract readonly ringingMinutes: number;
  abstract readonly talkingHours: number;
  abstract readonly wrapUpSeconds: number;
  abstract readonly serviceLevel: ServiceLevelRule;
  abstract readonly flood: Settings['flood'];
  abstract readonly callBacks: CallBackRules;
}

/** @throws ProvinceFilesError */
export function loadTelephonySettings(directory: string): TelephonySettings {
  const files = new ProvinceFiles(directory);
  const read = files.has(FILE) ? files.json(FILE, schema) : schema.parse({});
  files.throwIfWrong();
  const { numbering, ...settings } = read as Settings;
  const { extensions, ...plan } = numbering;
  return { ...settings, plan: { ...plan, extension: new RegExp(`^(?:${extensions})$`) } };
}

function isPattern(text: string): boolean {
  try {
    new RegExp(`^(?:${text})$`);
    return true;
  } catch {
    return false;
  }
}
