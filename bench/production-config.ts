import { PACKAGE_ROOT, type Config } from '../src/platform/config/index.js';
import type { Place } from './service.js';

/** Settings as in production, for a service that is wired inside the bench. */
export function productionConfig({ databaseUrl, dataDir }: Place): Config {
  return {
    env: 'production',
    port: 0,
    databaseUrl,
    dataDir,
    provinceDir: `${PACKAGE_ROOT}provinces/dong-nai`,
    packageRoot: PACKAGE_ROOT,
    publicUrl: 'https://1022.example.vn',
    secret: 'only-for-measuring-0123456789-abcdefghijklmnop',
    // Nobody listens there: the tickets of the bench have no mail address.
    smtpUrl: 'smtp://127.0.0.1:9',
    mailFrom: 'Tổng đài 1022 <khong-tra-loi@1022.example.vn>',
    demoPassword: null,
    logLevel: 'silent',
    trustedProxies: 0,
    publicRateLimit: 1_000_000,
    publicProofBits: 0,
    replyAddress: null,
    inboundMailToken: null,
    ctiTokens: [],
    ctiDial: null,
    ctiListenUrl: null,
  };
}
