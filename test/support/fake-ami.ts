import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';

const USER = 'cau-noi';
const SECRET = 'mật khẩu/@:1';

/** An Asterisk exchange as far as its manager interface goes: greets, lets in who has the secret, says what it is told to say. */
export class FakeAmi {
  /** As AMI_URL wants it. */
  readonly url: string;
  /** Every line that clients sent, sign-ins included. */
  readonly received: string[] = [];
  signIns = 0;
  private readonly sockets = new Set<Socket>();
  private readonly signedIn = new Set<Socket>();

  private constructor(private readonly server: Server) {
    const { port } = server.address() as AddressInfo;
    this.url = `ami://${USER}:${encodeURIComponent(SECRET)}@127.0.0.1:${port}`;
    server.on('connection', (socket) => this.serve(socket));
  }

  static async start(): Promise<FakeAmi> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new FakeAmi(server);
  }

  /** Somebody is signed in and hears what is said. */
  get heard(): boolean {
    return this.signedIn.size > 0;
  }

  /** Says an event to everybody who is signed in; a key with a list comes several times. */
  say(event: string, fields: Readonly<Record<string, string | readonly string[]>> = {}): void {
    this.sayRaw(amiEvent(event, fields));
  }

  /** Bytes as they are: halves of blocks, noise. */
  sayRaw(bytes: string | Buffer): void {
    for (const socket of this.signedIn) socket.write(bytes);
  }

  /** The line breaks. */
  drop(): void {
    for (const socket of this.sockets) socket.destroy();
  }

  async stop(): Promise<void> {
    this.drop();
    this.server.close();
    await once(this.server, 'close');
  }

  private serve(socket: Socket): void {
    this.sockets.add(socket);
    socket.setEncoding('utf8');
    socket.write('Asterisk Call Manager/7.0.3\r\n');
    let text = '';
    socket.on('data', (piece) => {
      text += String(piece);
      const blocks = text.split('\r\n\r\n');
      text = blocks.pop() ?? '';
      for (const block of blocks) this.answer(socket, block);
    });
    socket.on('error', () => undefined);
    socket.on('close', () => {
      this.sockets.delete(socket);
      this.signedIn.delete(socket);
    });
  }

  private answer(socket: Socket, block: string): void {
    this.received.push(...block.split('\r\n'));
    const value = (key: string): string => new RegExp(`^${key}: (.*)$`, 'm').exec(block)?.[1]?.trim() ?? '';
    const id = value('ActionID') === '' ? '' : `ActionID: ${value('ActionID')}\r\n`;
    switch (value('Action')) {
      case 'Login':
        if (value('Username') !== USER || value('Secret') !== SECRET) {
          socket.end(`Response: Error\r\n${id}Message: Authentication failed\r\n\r\n`);
          return;
        }
        this.signIns += 1;
        this.signedIn.add(socket);
        socket.write(`Response: Success\r\n${id}Message: Authentication accepted\r\n\r\n`);
        socket.write(amiEvent('FullyBooted', { Status: 'Fully Booted' }));
        return;
      case 'Ping':
        socket.write(`Response: Success\r\n${id}Ping: Pong\r\n\r\n`);
        return;
      default:
        socket.write(`Response: Goodbye\r\n${id}\r\n`);
    }
  }
}

/** An event as Asterisk writes it. */
export function amiEvent(event: string, fields: Readonly<Record<string, string | readonly string[]>> = {}): string {
  const lines = Object.entries({ Event: event, Privilege: 'agent,all', ...fields }).flatMap(([key, value]) =>
    (typeof value === 'string' ? [value] : value).map((one) => `${key}: ${one}`),
  );
  return `${lines.join('\r\n')}\r\n\r\n`;
}
