import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { MoreThan } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Attachments, type Upload } from '../attachments/index.js';
import type { CommandContext } from '../identity/index.js';
import { detectBoundary, RecordContact, type RecordContactInput } from '../intake/index.js';
import { Clock, formatInstant } from '../kernel/index.js';
import { managerOf, Reader, type IdempotencyRequest } from '../platform/database/index.js';
import type { ApiKey } from './api-keys.js';
import { readReport, type Ground, type Report } from './domain/report.js';
import type { Arguments } from './domain/arguments.js';
import type { ServiceType } from './domain/service-type.js';
import { Open311ReportRow } from './entities.js';

/** What the sender is told. */
export interface TakenReport {
  readonly code: string;
  readonly notice: string;
}

export interface SentReport {
  readonly sent: Arguments;
  readonly service: ServiceType;
  readonly files: readonly Upload[];
  /** Of everything that was sent. */
  readonly hash: string;
  /** The client's own `Idempotency-Key`; hardly any has one. */
  readonly key: string | null;
}

const DAY_MS = 86_400_000;

/**
 * Takes a report in, the same way as every other channel. A client that got no answer sends again: the same report of
 * the same key within a day is the one that is there, and one with an id of its own is so for ever.
 */
@Injectable()
export class TakeReport {
  constructor(
    private readonly record: RecordContact,
    private readonly attachments: Attachments,
    private readonly directory: Directory,
    private readonly reader: Reader,
    private readonly clock: Clock,
  ) {}

  /** @throws Problem `invalid-input` with the names of GeoReport's arguments, or of the intake's fields. */
  async execute(request: SentReport, apiKey: ApiKey, requestId: string): Promise<TakenReport> {
    const report = readReport(request.sent, request.service, this.ground());
    const earlier = await this.earlier(apiKey, request.hash);
    if (earlier !== null) return { code: earlier, notice: 'Phản ánh này đã được ghi nhận trước đó.' };
    const photos = await this.attachments.prepare(request.files, { field: 'media' });
    const ctx: CommandContext = {
      principal: { kind: 'system', name: `open311.${apiKey.id}` },
      requestId,
      idempotency: this.once(request, apiKey),
    };
    const { tickets } = await this.record.execute(
      contactOf(report, apiKey),
      ctx,
      null,
      async (opened, _index, transaction) => {
        const { ticketId, code } = opened;
        await this.attachments.store(transaction, { kind: 'ticket', id: ticketId, ticketId }, photos, null);
        const { mediaUrls } = report;
        const receivedAt = this.clock.now();
        const row = { ticketId, code, apiKeyId: apiKey.id, contentHash: request.hash, mediaUrls, receivedAt };
        await managerOf(transaction).insert(Open311ReportRow, row);
        return opened;
      },
    );
    const [ticket] = tickets;
    if (ticket === undefined) throw new Error('A report has become no ticket.');
    return { code: ticket.code, notice: this.notice(ticket) };
  }

  private async earlier({ id: apiKeyId }: ApiKey, contentHash: string): Promise<string | null> {
    const since = new Date(this.clock.now().getTime() - DAY_MS);
    const row = await this.reader.manager.findOne(Open311ReportRow, {
      where: { apiKeyId, contentHash, receivedAt: MoreThan(since) },
      order: { receivedAt: 'DESC' },
    });
    return row?.code ?? null;
  }

  /** Two of the same at the same moment are one, whichever process they reach. */
  private once({ hash, key }: SentReport, { id }: ApiKey): IdempotencyRequest {
    const day = Math.floor(this.clock.now().getTime() / DAY_MS);
    return { scope: `open311:${id}`, key: key ?? `report.${day}.${hash}`, hash };
  }

  private notice(ticket: { boundary: string; leadAgencyCode: string | null; dueAt: string | null }): string {
    const { emergencyNumbers, hotline } = this.directory.province;
    if (ticket.boundary === 'emergency') {
      const numbers = emergencyNumbers.map(({ phone, name }) => `${phone} (${name})`).join(', ');
      return `Đang nguy hiểm, xin gọi ngay ${numbers}. Phản ánh đã được ghi nhận và chuyển khẩn.`;
    }
    if (ticket.boundary === 'complaint')
      return `Việc này giống khiếu nại: 1022 sẽ chỉ nơi nhận, không công khai. Cần hỏi thêm, xin gọi ${hotline.phone}.`;
    if (ticket.boundary === 'denunciation')
      return `Việc này giống tố cáo: 1022 sẽ chỉ nơi nhận, tên người gửi được giữ kín. Cần hỏi thêm, xin gọi ${hotline.phone}.`;
    const agency = ticket.leadAgencyCode === null ? null : this.directory.agency(ticket.leadAgencyCode);
    const lead = agency === null ? 'Tổng đài 1022 sẽ xác định nơi phụ trách.' : `Đã chuyển ${agency.name}.`;
    if (ticket.dueAt === null) return lead;
    return `${lead} Hạn trả lời: ${formatInstant(new Date(ticket.dueAt), { year: true })}.`;
  }

  private ground(): Ground {
    const { directory } = this;
    const wardInAddress = (text: string): string | null => {
      const place = directory.findPlace(text);
      return place.kind === 'ward' ? place.wardCode : null;
    };
    return {
      ward: (text) => directory.wards().find(({ code }) => code === text)?.code ?? wardInAddress(text),
      agency: (text) => directory.agencyNamed(text)?.code ?? null,
      wardInAddress,
      wardAt: (lat, lng) => directory.wardAt(lat, lng)?.code ?? null,
      province: directory.province.displayName,
      isEmergency: (words) => detectBoundary(words).heard.includes('emergency'),
    };
  }
}

function contactOf(report: Report, apiKey: ApiKey): RecordContactInput {
  const { reference, name, phone, email, note, anonymous } = report;
  return {
    contact: {
      channel: 'open311',
      externalId: reference === null ? null : externalId(apiKey, reference),
      kind: 'ticket',
      callerName: name,
      callerPhone: phone,
      callerEmail: email,
      onBehalfOf: apiKey.name,
      startedAt: null,
      endedAt: null,
      note,
    },
    tickets: [
      {
        words: report.words,
        title: report.title,
        placeText: report.placeText,
        wardText: null,
        point: report.point,
        wardCode: report.wardCode,
        categoryCode: report.categoryCode,
        subjectAgencyCode: report.subjectAgencyCode,
        boundary: null,
        reporterKind: 'citizen',
        anonymous,
      },
    ],
    missingSubject: 'ask',
  };
}

/** Ids of two senders never meet, and may be of any letters. */
function externalId({ id }: ApiKey, reference: string): string {
  return `${id}.${createHash('sha256').update(reference).digest('hex')}`;
}
