import { Injectable } from '@nestjs/common';
import { In } from 'typeorm';
import { Directory } from '../agencies/index.js';
import { Accounts } from '../identity/index.js';
import { Reader } from '../platform/database/index.js';
import { isGuided, TicketHistoryRow, TicketRow } from '../tickets/index.js';

const PAGE = 50;

/** What happened, in two or three words; the sentences are on the ticket itself. */
const ACTIONS: Readonly<Record<TicketHistoryRow['type'], string>> = {
  opened: 'Nhận phiếu, cấp mã',
  routed: 'Chuyển theo quy định',
  kept_for_triage: 'Để điều phối viên xem',
  kept_by_centre: 'Giữ lại để hướng dẫn',
  classified: 'Phân loại, chuyển',
  accepted: 'Nhận xử lý',
  answer_submitted: 'Trình câu trả lời',
  answer_approved: 'Duyệt câu trả lời',
  answer_returned: 'Trả lại để sửa',
  published: 'Công khai',
  resolved_private: 'Trả lời, không công khai',
  guided_elsewhere: 'Hướng dẫn nơi khiếu nại, tố cáo',
  action_reported: 'Báo đã xử lý tại chỗ',
  reclassified: 'Sửa loại việc, ưu tiên',
  transferred: 'Chuyển đơn vị khác',
  question_asked: 'Hỏi thêm người gửi',
  reply_recorded: 'Ghi lời bổ sung',
  extension_requested: 'Xin gia hạn',
  extension_approved: 'Duyệt gia hạn',
  extension_refused: 'Từ chối gia hạn',
  apology_sent: 'Gửi thư xin lỗi',
  returned: 'Trả lại đơn vị',
  lead_appealed: 'Đề nghị xem lại chủ trì',
  lead_ruled: 'Quyết định chủ trì',
  handler_assigned: 'Giao người xử lý',
  support_asked: 'Đề nghị phối hợp',
  support_delivered: 'Gửi phần phối hợp',
  support_reminded: 'Nhắc phối hợp',
  support_withdrawn: 'Thôi đề nghị phối hợp',
  question_reminded: 'Nhắc bổ sung',
  question_expired: 'Hết hạn chờ bổ sung',
  corrected: 'Sửa nội dung phiếu',
  facts_added: 'Bổ sung thông tin',
  enquired: 'Hỏi kết quả',
  chased: 'Giục trả lời',
  holder_reminded: 'Nhắc đơn vị giữ',
  rejected: 'Từ chối tiếp nhận',
  withdrawn: 'Rút phản ánh',
  merged: 'Gộp vào phiếu khác',
  absorbed: 'Nhận phiếu trùng',
  split: 'Tách phiếu',
  released: 'Tách phiếu đã gộp ra',
  incident_declared: 'Báo sự cố diện rộng',
  incident_updated: 'Cập nhật lời báo sự cố',
  incident_ended: 'Kết thúc sự cố',
  linked: 'Liên kết phiếu',
  copy_revised: 'Sửa bản công khai',
  unpublished: 'Gỡ bản công khai',
  republished: 'Công khai lại',
  reopened: 'Mở lại',
  closed: 'Đóng phiếu',
  done_reported: 'Báo việc đã hẹn đã xong',
  agency_changed: 'Chuyển theo thay đổi đơn vị',
};

export interface HistoryLine {
  readonly id: string;
  readonly at: Date;
  readonly ticketCode: string;
  /** Which step of its ticket: 1, 2, … */
  readonly step: number;
  readonly action: string;
  readonly actor: string;
  /** The head in whose place it was decided; null: in one's own right. */
  readonly inPlaceOf: string | null;
  /** The agency of whoever acted; null for citizens and for the service itself. */
  readonly agency: string | null;
}

export interface HistoryPage {
  readonly lines: readonly HistoryLine[];
  /** Where the next, older page begins; null: this is the oldest. */
  readonly before: string | null;
}

/** The history of all tickets, newest first: who did what and when. It holds no reporter and no text. */
@Injectable()
export class HistoryQuery {
  constructor(
    private readonly reader: Reader,
    private readonly accounts: Accounts,
    private readonly directory: Directory,
  ) {}

  /** @param before the key the page before ended with; null: from the newest. Ids rise with time. */
  async page(before: string | null): Promise<HistoryPage> {
    const { found, codes } = await this.shown(before);
    const entries = found.slice(0, PAGE);
    const names = await this.accounts.names(accountIds(entries));
    return {
      lines: entries.map((entry) => ({
        id: entry.id,
        at: entry.at,
        ticketCode: codes.get(entry.ticketId) ?? '',
        step: entry.number,
        action: ACTIONS[entry.type],
        actor: actorOf(entry, names),
        inPlaceOf: headOf(entry, names),
        agency:
          entry.actorAgencyCode === null
            ? null
            : (this.directory.agency(entry.actorAgencyCode)?.shortName ?? entry.actorAgencyCode),
      })),
      before: found.length > PAGE ? (entries.at(-1)?.id ?? null) : null,
    };
  }

  /**
   * A page and one entry more, with the codes of their tickets. Khiếu nại and tố cáo are passed over: whoever
   * audits can be accused as well, and who guided one says about whom it is.
   */
  private async shown(
    before: string | null,
  ): Promise<{ readonly found: readonly TicketHistoryRow[]; readonly codes: ReadonlyMap<string, string> }> {
    const found: TicketHistoryRow[] = [];
    const codes = new Map<string, string>();
    for (let after = before; found.length <= PAGE;) {
      const query = this.reader.manager
        .createQueryBuilder(TicketHistoryRow, 'entry')
        .orderBy('entry.id', 'DESC')
        .limit(PAGE + 1);
      if (after !== null) query.where('entry.id < :after', { after });
      const entries = await query.getMany();
      for (const { id, code, boundary } of await this.tickets(entries)) if (!isGuided(boundary)) codes.set(id, code);
      found.push(...entries.filter(({ ticketId }) => codes.has(ticketId)));
      const last = entries.at(-1);
      if (entries.length <= PAGE || last === undefined) break;
      after = last.id;
    }
    return { found: found.slice(0, PAGE + 1), codes };
  }

  private tickets(entries: readonly TicketHistoryRow[]): Promise<TicketRow[]> {
    const ids = [...new Set(entries.map(({ ticketId }) => ticketId))];
    return this.reader.manager.find(TicketRow, {
      select: { id: true, code: true, boundary: true },
      where: { id: In(ids) },
    });
  }
}

function accountIds(entries: readonly TicketHistoryRow[]): string[] {
  return entries.flatMap((entry) => {
    const { actorKind, actorId } = entry;
    return [actorKind === 'staff' ? actorId : null, lentBy(entry)].filter((id) => id !== null);
  });
}

function lentBy({ data: { forAccountId } }: TicketHistoryRow): string | null {
  return typeof forAccountId === 'string' ? forAccountId : null;
}

function headOf(entry: TicketHistoryRow, names: ReadonlyMap<string, string>): string | null {
  const id = lentBy(entry);
  return id === null ? null : (names.get(id) ?? 'lãnh đạo đơn vị');
}

function actorOf(entry: TicketHistoryRow, names: ReadonlyMap<string, string>): string {
  if (entry.actorKind === 'public') return 'Người gửi';
  if (entry.actorKind === 'system') return 'Hệ thống';
  return names.get(entry.actorId ?? '') ?? 'Tài khoản đã xoá';
}
