import { connect as connectPlain, type Socket } from 'node:net';
import { performance } from 'node:perf_hooks';
import { connect as connectTls } from 'node:tls';
import { waitBefore, type Backoff } from '../cti-client/index.js';
import { amiAction, AmiParser, type AmiMessage } from './domain/ami-protocol.js';

export interface AmiAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly secret: string;
  readonly tls: boolean;
}

/** What happens to the connection. */
export interface AmiListener {
  /** Signed in; events come from now on. */
  readonly connected: () => void;
  readonly message: (message: AmiMessage) => void;
  /**
   * Lost, refused or never made; tried again after so long.
   * @param wasConnected events were coming in until then.
   */
  readonly lost: (reason: string, wasConnected: boolean, waitMs: number) => void;
}

/** Events of these classes: Hangup and transfers, queues and their members, what the dial plan says by itself. */
const CLASSES = 'call,agent,user';
const PING_EVERY_MS = 15_000;
/** Nothing was heard for so long, not even the answer to a ping: the line is dead, whatever TCP believes. */
const SILENT_MS = 40_000;
const SIGN_IN_MS = 10_000;
/** A connection that held so long was a good one; an exchange that lets in and hangs up is not asked ever faster. */
const STEADY_MS = 30_000;
const BACKOFF: Backoff = { firstMs: 500, longestMs: 30_000 };
/** A wrong secret does not get right by being tried often, and fills the exchange's security log. */
const REFUSED_BACKOFF: Backoff = { firstMs: 30_000, longestMs: 300_000 };

/** A connection to the Asterisk Manager Interface that comes back by itself for as long as it is wanted. */
export class AmiConnection {
  private socket: Socket | null = null;
  private timer: NodeJS.Timeout | null = null;
  private wanted = true;
  private failures = 0;

  constructor(
    private readonly address: AmiAddress,
    private readonly listener: AmiListener,
  ) {}

  start(): void {
    const { host, port, tls, user, secret } = this.address;
    const socket = tls ? connectTls({ host, port, servername: host }) : connectPlain({ host, port });
    this.socket = socket;
    const parser = new AmiParser();
    const started = performance.now();
    let heard = started;
    let pinged = started;
    let signedIn = false;
    let reason = 'closed';
    const end = (why: string): void => {
      reason = why;
      socket.destroy();
    };
    const watch = setInterval(() => {
      const now = performance.now();
      if (!signedIn && now - started > SIGN_IN_MS) end('no answer to the sign-in');
      else if (now - heard > SILENT_MS) end('silent');
      else if (signedIn && now - pinged > PING_EVERY_MS) {
        pinged = now;
        socket.write(amiAction('Ping', {}));
      }
    }, 1000);
    socket.setEncoding('utf8');
    socket.setNoDelay(true);
    socket.once(tls ? 'secureConnect' : 'connect', () =>
      socket.write(amiAction('Login', { ActionID: 'login', Username: user, Secret: secret, Events: CLASSES })),
    );
    // setEncoding makes every piece a string of whole characters.
    socket.on('data', (piece) => {
      heard = performance.now();
      for (const message of parser.feed(String(piece))) {
        if (message.get('ActionID') === 'login' && message.get('Response') !== '') {
          if (message.get('Response').toLowerCase() !== 'success') {
            end('refused');
            return;
          }
          signedIn = true;
          this.listener.connected();
        } else if (message.event !== '') this.listener.message(message);
      }
    });
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.name;
    });
    socket.once('close', () => {
      clearInterval(watch);
      this.socket = null;
      if (signedIn && performance.now() - started > STEADY_MS) this.failures = 0;
      if (this.wanted) this.comeBack(reason, signedIn);
    });
  }

  stop(): void {
    this.wanted = false;
    if (this.timer !== null) clearTimeout(this.timer);
    this.socket?.end(amiAction('Logoff', {}));
    this.socket?.destroySoon();
  }

  private comeBack(reason: string, wasConnected: boolean): void {
    this.failures += 1;
    const waitMs = waitBefore(reason === 'refused' ? REFUSED_BACKOFF : BACKOFF, this.failures, Math.random());
    this.listener.lost(reason, wasConnected, waitMs);
    this.timer = setTimeout(() => this.start(), waitMs);
  }
}
