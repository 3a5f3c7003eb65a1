import { randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';

/** What came back for one ticket that was sent. */
export interface Sent {
  readonly key: string;
  readonly contactId: string;
  readonly ticketId: string;
  readonly code: string;
}

export interface Rate {
  readonly done: number;
  readonly perSecond: number;
  /** Answers other than 201. */
  readonly refused: number;
  /** The middle and the 99th percentile of the time for one, in ms. */
  readonly p50: number;
  readonly p99: number;
}

const WORDS = [
  'Hẻm cạnh chợ tối thui từ cuối tháng trước, hơn chục bóng chỉ còn sáng vài bóng. Tối tụi nhỏ đi học về phải soi điện thoại.',
  'Đường trước nhà văn hoá khu phố ngập mỗi khi mưa, nước rút chậm, xe máy chết máy liên tục. Xin kiểm tra cống thoát nước.',
  'Ổ gà lớn giữa đường, gần ngã ba có trạm xe buýt, tối qua có người té xe. Đề nghị vá sớm.',
];

/** Keeps so many connections busy sending tickets of the public form, for so many seconds. */
export async function sendTickets(url: string, connections: number, seconds: number): Promise<Rate> {
  const agents = Array.from({ length: connections }, () => new Agent({ keepAlive: true, maxSockets: 1 }));
  const rate = await measure(
    connections,
    seconds,
    async (index) => (await sendTicket(url, agents[index] as Agent)) !== null,
  );
  for (const agent of agents) agent.destroy();
  return rate;
}

/** Sends one ticket. @returns null when it was refused. */
export async function sendTicket(url: string, agent: Agent): Promise<Sent | null> {
  const key = randomUUID();
  const body = JSON.stringify({
    words: WORDS[Math.floor(Math.random() * WORDS.length)],
    categoryCode: 'ht-chieu-sang',
    ward: 'Phường Trảng Dài',
    placeText: 'Hẻm cạnh chợ',
    name: 'Trần Thị Thử',
    phone: '0900 000 027',
    consent: 'yes',
  });
  const answer = await post(`${url}/api/v1/tickets`, agent, body, key);
  if (answer.status !== 201) return null;
  const { contactId, tickets } = JSON.parse(answer.body) as {
    contactId: string;
    tickets: { ticketId: string; code: string }[];
  };
  const [ticket] = tickets;
  return ticket ? { key, contactId, ticketId: ticket.ticketId, code: ticket.code } : null;
}

function post(url: string, agent: Agent, body: string, key: string): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const headers = {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(body),
      'idempotency-key': key,
    };
    const sending = request(url, { method: 'POST', agent, headers }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: Buffer.concat(chunks).toString('utf8') }));
    });
    sending.on('error', reject);
    sending.end(body);
  });
}

/** Runs `work` in so many loops at once. @param work true when it counted. */
export async function measure(loops: number, seconds: number, work: (loop: number) => Promise<boolean>): Promise<Rate> {
  const times: number[] = [];
  let refused = 0;
  const from = performance.now();
  const until = from + seconds * 1000;
  const loop = async (index: number): Promise<void> => {
    while (performance.now() < until) {
      const start = performance.now();
      if (await work(index)) times.push(performance.now() - start);
      else refused += 1;
    }
  };
  await Promise.all(Array.from({ length: loops }, (_, index) => loop(index)));
  const took = (performance.now() - from) / 1000;
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? NaN;
  return { done: times.length, perSecond: times.length / took, refused, p50: at(0.5), p99: at(0.99) };
}
