import { z } from 'zod';
import type { AmiAddress } from './ami-connection.js';

export interface BridgeSettings {
  readonly ami: AmiAddress;
  /** The service, and the secret part of its CTI endpoint. */
  readonly ctiUrl: string;
  readonly ctiToken: string;
  readonly spool: string;
  readonly spoolMost: number;
  readonly queues: readonly string[];
  readonly number: string | null;
  readonly logLevel: string;
}

/** A setting is wrong; the message is one line for whoever starts the bridge. */
export class BridgeSettingsError extends Error {
  override readonly name = 'BridgeSettingsError';
}

const AMI_PORT = 5038;
const AMI_TLS_PORT = 5039;

const schema = z.object({
  AMI_URL: z
    .string('cần ami://người_dùng:mật_khẩu@máy:5038')
    .regex(/^amis?:\/\/[^:@/]+:[^@/]+@[^@/]+\/?$/, 'phải như ami://người_dùng:mật_khẩu@máy:5038'),
  CTI_URL: z.string('cần địa chỉ của hệ thống').regex(/^https?:\/\/[^/]/, 'phải như https://1022.example.vn'),
  CTI_TOKEN: z.string('cần mã bí mật của điểm nhận').min(1, 'cần mã bí mật của điểm nhận'),
  AMI_SPOOL: z.string().min(1).default('data/ami-spool.jsonl'),
  AMI_SPOOL_MOST: z.coerce.number().int().min(100).max(2_000_000).default(200_000),
  AMI_QUEUES: z.string().default(''),
  AMI_NUMBER: z.string().default(''),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});

/** @throws BridgeSettingsError with every wrong setting in one line; it repeats no secret. */
export function readBridgeSettings(environment: NodeJS.ProcessEnv): BridgeSettings {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    throw new BridgeSettingsError(
      parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '),
    );
  }
  const { data } = parsed;
  const queues = data.AMI_QUEUES.split(',').map((queue) => queue.trim());
  return {
    ami: amiAddress(data.AMI_URL),
    ctiUrl: data.CTI_URL,
    ctiToken: data.CTI_TOKEN,
    spool: data.AMI_SPOOL,
    spoolMost: data.AMI_SPOOL_MOST,
    queues: queues.filter((queue) => queue !== ''),
    number: data.AMI_NUMBER === '' ? null : data.AMI_NUMBER,
    logLevel: data.LOG_LEVEL,
  };
}

function amiAddress(text: string): AmiAddress {
  try {
    const { protocol, hostname, port, username, password } = new URL(text);
    const tls = protocol === 'amis:';
    return {
      host: hostname,
      port: port === '' ? (tls ? AMI_TLS_PORT : AMI_PORT) : Number(port),
      user: decodeURIComponent(username),
      secret: decodeURIComponent(password),
      tls,
    };
  } catch {
    throw new BridgeSettingsError('AMI_URL: phải như ami://người_dùng:mật_khẩu@máy:5038; ký tự lạ viết dạng %40');
  }
}
