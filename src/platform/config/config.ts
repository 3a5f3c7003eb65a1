import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

/** The folder with package.json, whether the code runs from src/ or from dist/. */
export const PACKAGE_ROOT = fileURLToPath(new URL('../../../', import.meta.url));

/** Everything that can be set from outside, validated once at start. An injection token too. */
export abstract class Config {
  abstract readonly env: 'development' | 'test' | 'production';
  abstract readonly port: number;
  /** `mysql://user:password@host:port/database`; null: SQLite in `dataDir`. */
  abstract readonly databaseUrl: string | null;
  /** Where this process keeps files: the SQLite database, the development secret, mail without a gateway. */
  abstract readonly dataDir: string;
  /** The province's configuration files. */
  abstract readonly provinceDir: string;
  abstract readonly packageRoot: string;
  /** As the outside sees the service, without a trailing slash; links in mails start with it. */
  abstract readonly publicUrl: string;
  /** Key of all HMACs: tracking links, CSRF tokens. */
  abstract readonly secret: string;
  /** `smtp://…`; null: mails are written to files. */
  abstract readonly smtpUrl: string | null;
  abstract readonly mailFrom: string;
  /** Password of the demo accounts; null: one is made up. */
  abstract readonly demoPassword: string | null;
  abstract readonly logLevel: 'debug' | 'info' | 'warn' | 'error' | 'silent';
  /** How many proxies in front may be believed about the visitor's address. */
  abstract readonly trustedProxies: number;
  /** Public submissions allowed from one address in ten minutes. */
  abstract readonly publicRateLimit: number;
  /** Bits of work that a public form has to prove, or a small sum instead; 0: none. 16 take an old phone some seconds. */
  abstract readonly publicProofBits: number;
  /** Where citizens can mail answers to questions, `tra-loi@1022.example.vn`; null: they cannot. */
  abstract readonly replyAddress: string | null;
  /** What a mail server shows when it hands over a mail; null: mails are not taken in. */
  abstract readonly inboundMailToken: string | null;
  /** Telephone systems that may tell of their calls, each by the token in the address it posts to; empty: none may. */
  abstract readonly ctiTokens: readonly { readonly name: string; readonly token: string }[];
  /** Where a telephone system is asked to dial, and what it is sent; null: nobody can call by a click. */
  abstract readonly ctiDial: { readonly url: string; readonly body: string } | null;
  /** Where the exchange lets a supervisor listen in, with `{extension}`, `{listener}`, `{pbx}`; null: nowhere, and no link is shown. */
  abstract readonly ctiListenUrl: string | null;
}

/** A setting is wrong; the message is one line for the person who starts the service. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

const MIN_SECRET = 32;

const optional = (schema: z.ZodString) =>
  z.preprocess((value) => (value === '' ? undefined : value), schema.optional()).transform((value) => value ?? null);

const MIN_CTI_TOKEN = 20;
/** What the dialling hook is sent when nothing else is set. */
const DIAL_BODY = '{"from":"{extension}","to":"{number}"}';

/** `name:token,…`: one for each telephone system. */
const ctiTokens = z.string().transform((text, context) => {
  const tokens = text.split(',').map((pair) => {
    const [name = '', ...rest] = pair.trim().split(':');
    return { name, token: rest.join(':') };
  });
  if (!tokens.every(({ name, token }) => /^[a-z0-9-]{1,40}$/.test(name) && /^[A-Za-z0-9_-]+$/.test(token)))
    context.addIssue('must look like pbx1:TOKEN,pbx2:TOKEN (tokens of letters, digits, - and _)');
  else if (tokens.some(({ token }) => token.length < MIN_CTI_TOKEN))
    context.addIssue(`each token must have at least ${MIN_CTI_TOKEN} characters (openssl rand -hex 20)`);
  else if (new Set(tokens.map(({ name }) => name)).size < tokens.length)
    context.addIssue('each telephone system needs a name of its own');
  return tokens;
});

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  DATABASE_URL: optional(
    z.string().regex(/^(mysql|mariadb):\/\/.+\/.+/, 'must look like mysql://user:password@host:3306/database'),
  ),
  DATA_DIR: z.string().default(join(PACKAGE_ROOT, 'data')),
  PROVINCE_DIR: z.string().default(join(PACKAGE_ROOT, 'provinces', 'dong-nai')),
  PUBLIC_URL: optional(z.string().regex(/^https?:\/\/[^/]+$/, 'must be like https://1022.example.vn, without a path')),
  SECRET: optional(z.string().min(MIN_SECRET, `must have at least ${MIN_SECRET} characters (openssl rand -base64 36)`)),
  SMTP_URL: optional(z.string().regex(/^smtps?:\/\/.+/, 'must look like smtp://user:password@host:587')),
  MAIL_FROM: z.string().default('Tổng đài 1022 <khong-tra-loi@1022.localhost>'),
  DEMO_PASSWORD: optional(z.string().min(8, 'must have at least 8 characters')),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
  TRUSTED_PROXIES: z.coerce.number().int().min(0).max(5).default(0),
  PUBLIC_RATE_LIMIT: z.coerce.number().int().min(1).default(30),
  PUBLIC_PROOF_BITS: z.coerce.number().int().min(0).max(22).default(0),
  REPLY_ADDRESS: optional(
    // With "+" and the token of a question (46 letters) the part before the @ may have 64.
    z.string().regex(/^[A-Za-z0-9._-]{1,16}@[A-Za-z0-9.-]+$/, 'must look like tra-loi@1022.example.vn'),
  ),
  INBOUND_MAIL_TOKEN: optional(z.string().min(24, 'must have at least 24 characters (openssl rand -base64 24)')),
  CTI_TOKENS: z.preprocess((value) => (value === '' ? undefined : value), ctiTokens.optional()),
  CTI_DIAL_URL: optional(z.string().regex(/^https?:\/\/.+/, 'must look like https://pbx.example.vn/dial')),
  CTI_LISTEN_URL: optional(
    z.string().regex(/^https?:\/\/.*\{extension\}/, 'must look like https://pbx.example.vn/listen?line={extension}'),
  ),
  CTI_DIAL_BODY: z
    .string()
    .default(DIAL_BODY)
    .refine(
      (text) => isJson(text) && text.includes('{number}'),
      'must be JSON with {number}, and {extension} if asked',
    ),
});

/**
 * Reads the settings.
 * @throws ConfigError with every wrong setting in one line.
 */
export function readConfig(environment: NodeJS.ProcessEnv): Config {
  const parsed = schema.safeParse(environment);
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; '));
  }
  const settings = parsed.data;
  const dataDir = resolve(settings.DATA_DIR);
  mkdirSync(dataDir, { recursive: true });
  if (settings.NODE_ENV === 'production') requireForProduction(settings);
  return {
    env: settings.NODE_ENV,
    port: settings.PORT,
    databaseUrl: settings.DATABASE_URL?.replace(/^mariadb:/, 'mysql:') ?? null,
    dataDir,
    provinceDir: resolve(settings.PROVINCE_DIR),
    packageRoot: PACKAGE_ROOT,
    publicUrl: settings.PUBLIC_URL ?? `http://localhost:${settings.PORT}`,
    secret: settings.SECRET ?? keptSecret(dataDir),
    smtpUrl: settings.SMTP_URL,
    mailFrom: settings.MAIL_FROM,
    demoPassword: settings.DEMO_PASSWORD,
    logLevel: settings.LOG_LEVEL,
    trustedProxies: settings.TRUSTED_PROXIES,
    publicRateLimit: settings.PUBLIC_RATE_LIMIT,
    publicProofBits: settings.PUBLIC_PROOF_BITS,
    replyAddress: settings.REPLY_ADDRESS,
    inboundMailToken: settings.INBOUND_MAIL_TOKEN,
    ctiTokens: settings.CTI_TOKENS ?? (settings.NODE_ENV === 'development' ? [demoPbx(dataDir)] : []),
    ctiDial: settings.CTI_DIAL_URL === null ? null : { url: settings.CTI_DIAL_URL, body: settings.CTI_DIAL_BODY },
    ctiListenUrl: settings.CTI_LISTEN_URL,
  };
}

function requireForProduction(settings: z.output<typeof schema>): void {
  const missing = (['SECRET', 'PUBLIC_URL', 'SMTP_URL'] as const).filter((name) => settings[name] === null);
  if (missing.length > 0) throw new ConfigError(`NODE_ENV=production needs ${missing.join(', ')}`);
  if (new Set(settings.SECRET).size < 10)
    throw new ConfigError('SECRET: too few different characters (openssl rand -base64 36)');
  if (settings.DEMO_PASSWORD !== null) throw new ConfigError('DEMO_PASSWORD: production has no demo accounts');
  if (!settings.PUBLIC_URL?.startsWith('https://')) throw new ConfigError('PUBLIC_URL: production needs https://');
}

/** Outside production a secret is made once and kept, so that links and sessions survive a restart. */
function keptSecret(dataDir: string): string {
  const file = join(dataDir, 'secret');
  if (!existsSync(file)) writeFileSync(file, randomBytes(36).toString('base64'), { mode: 0o600 });
  return readFileSync(file, 'utf8').trim();
}

/** To try calls with, a telephone system whose token is made once and printed at the start. */
function demoPbx(dataDir: string): { name: string; token: string } {
  const file = join(dataDir, 'cti-token');
  if (!existsSync(file)) writeFileSync(file, randomBytes(20).toString('hex'), { mode: 0o600 });
  return { name: 'demo', token: readFileSync(file, 'utf8').trim() };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
