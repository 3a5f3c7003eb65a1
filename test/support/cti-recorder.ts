import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { CtiEvent } from '../../src/cti-client/index.js';

const TOKEN = 'một mã';

export interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A CTI endpoint that writes down what it takes in; it can be away, busy or choosy. */
export class CtiRecorder {
  readonly token = TOKEN;
  /** What was taken in (answered with 200), in the order of arrival. */
  readonly taken: CtiEvent[] = [];
  /** Requests of any outcome. */
  requests = 0;
  /** What an event is answered with; 200 and {} unless told otherwise. */
  answer: (event: CtiEvent) => Answer = () => ({ status: 200 });
  private server: Server | null = null;
  private port = 0;

  static async start(): Promise<CtiRecorder> {
    const recorder = new CtiRecorder();
    await recorder.comeBack();
    return recorder;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Nobody listens, requests under way are cut off. */
  async goAway(): Promise<void> {
    const { server } = this;
    if (server === null) return;
    this.server = null;
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }

  /** On the same port. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => {
      void text(request).then((body) => {
        this.requests += 1;
        const known = request.url === `/api/v1/cti/${encodeURIComponent(TOKEN)}` && request.method === 'POST';
        const event = JSON.parse(body) as CtiEvent;
        const { status, body: reply = {}, headers = {} } = known ? this.answer(event) : { status: 401 };
        if (status === 200) this.taken.push(event);
        response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(reply));
      });
    }).listen(this.port, '127.0.0.1');
    await once(server, 'listening');
    this.port = (server.address() as AddressInfo).port;
    this.server = server;
  }
}
