import type { Sheet, SheetSection } from './sheet.js';

/** What of a ticket goes into its story on paper: what the reader sees on the page, in words. */
export interface Story {
  readonly code: string;
  readonly title: string;
  /** "Đã công khai". */
  readonly state: string;
  readonly facts: readonly { readonly label: string; readonly value: string }[];
  readonly words: string;
  /** Who held it, from when until when, and how much working time each used. */
  readonly hops: readonly {
    readonly who: string;
    readonly stage: string;
    readonly when: string;
    readonly used: string;
  }[];
  readonly clocks: readonly {
    readonly label: string;
    readonly holder: string;
    readonly limit: string;
    readonly used: string;
    readonly due: string;
    readonly standing: string;
  }[];
  /** The answer, the letter: what was told the citizen. */
  readonly texts: readonly { readonly title: string; readonly text: string }[];
  readonly lines: readonly { readonly when: string; readonly text: string; readonly remark: string | null }[];
  /** The head of the chain of its history, and how many entries there are. */
  readonly chain: { readonly length: number; readonly head: string };
  /** "16:30 thứ Năm 26/11/2026". */
  readonly madeAt: string;
}

/** The story as a record to be printed. The hash at the foot says of which history it tells. */
export function storySheet(story: Story): Sheet {
  const { code, title, state, facts, words, hops, clocks, texts, lines, chain, madeAt } = story;
  const sections: SheetSection[] = [
    { kind: 'words', title: 'Lời người gửi', text: words },
    ...texts.map((one): SheetSection => ({ kind: 'words', ...one })),
    {
      kind: 'table',
      title: 'Ai đã giữ phiếu, bao lâu',
      columns: ['Đơn vị, người', 'Bước', 'Từ lúc nào đến lúc nào', 'Thời gian làm việc'],
      rows: hops.map(({ who, stage, when, used }) => [who, stage, when, used]),
    },
    {
      kind: 'table',
      title: 'Các đồng hồ',
      columns: ['Thời hạn của', 'Đơn vị', 'Cho phép', 'Đã dùng', 'Hạn', 'Tình trạng'],
      rows: clocks.map((clock) => [clock.label, clock.holder, clock.limit, clock.used, clock.due, clock.standing]),
    },
    { kind: 'story', title: 'Việc đã diễn ra', lines },
  ];
  return {
    title: `Phiếu ${code}: ${title}`,
    subtitle: `${state}. In lúc ${madeAt}.`,
    facts,
    sections: sections.filter((section) => section.kind !== 'table' || section.rows.length > 0),
    foot: `${code} · mục ${String(chain.length)} · ${chain.head}`,
    closing: [
      `Lịch sử có ${String(chain.length)} mục; mỗi mục nối với mục trước bằng một mã. Mã của mục cuối: ${chain.head}.`,
    ],
  };
}
