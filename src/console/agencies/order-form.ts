import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { Directory } from '../../agencies/index.js';
import { orderSchema, type AgencyOrder } from '../../agency-changes/index.js';
import { fold, type FieldError } from '../../kernel/index.js';
import { fieldErrors } from '../../platform/http/index.js';
import { Catalog } from '../../routing/index.js';
import { Choices } from '../choices.js';
import { field, type FormField, type FormState } from '../form-field.js';
import { FORM_PATHS, type FormPath } from './order-words.js';

export type Values = Readonly<Record<string, string>>;

interface Group {
  readonly legend: string;
  readonly hint: string | null;
  readonly fields: readonly FormField[];
}

const NEW_HINT = 'Đơn vị đang có: chỉ cần tên. Đơn vị mới: ghi thêm mã và tên ngắn.';
/** More merge at once by two orders. */
const MERGED = [1, 2, 3, 4];
const PARTS = [1, 2];
const STAND_IN = '?';
/** Names of agencies that may be left out. */
const OPTIONAL = /^tu[2-9]$/;

/** The forms of orders on agencies: names as people type them in, codes out. */
@Injectable()
export class OrderForm {
  constructor(
    private readonly directory: Directory,
    private readonly catalog: Catalog,
    private readonly choices: Choices,
  ) {}

  groups(path: FormPath, form: FormState): Group[] {
    const text = (name: string, label: string, options: Parameters<typeof field>[4] = {}): FormField =>
      field(form, name, label, '', options);
    const agency = (name: string, label: string, required = true): FormField =>
      text(name, label, { list: 'don-vi', required });
    const taking = (prefix: string, label: string, required = true): FormField[] => [
      agency(`${prefix}_ten`, label, required),
      text(`${prefix}_ma`, 'Mã đơn vị mới', { required: false, hint: 'Chữ in hoa không dấu, như SXDMT.' }),
      text(`${prefix}_ngan`, 'Tên ngắn của đơn vị mới', { required: false }),
    ];
    const decision: Group = {
      legend: 'Quyết định',
      hint: null,
      fields: [
        text('so', 'Số, ký hiệu', { hint: 'Như 1234/QĐ-UBND.' }),
        text('ngay', 'Ngày ký', { kind: 'date' }),
        text('hieu_luc', 'Có hiệu lực từ ngày', { kind: 'date' }),
        text('noi_dung', 'Trích yếu', { kind: 'area', rows: 2 }),
      ],
    };
    switch (FORM_PATHS[path]) {
      case 'merge':
        return [
          decision,
          {
            legend: 'Đơn vị được nhập',
            hint: 'Hết hoạt động từ ngày có hiệu lực.',
            fields: MERGED.map((n) => agency(`tu${String(n)}`, `Đơn vị ${String(n)}`, n === 1)),
          },
          { legend: 'Nhập vào', hint: NEW_HINT, fields: taking('vao', 'Đơn vị tiếp nhận') },
        ];
      case 'close':
        return [
          decision,
          { legend: 'Đơn vị kết thúc hoạt động', hint: null, fields: [agency('tu1', 'Đơn vị')] },
          { legend: 'Đơn vị tiếp nhận', hint: NEW_HINT, fields: taking('vao', 'Đơn vị tiếp nhận') },
        ];
      case 'rename':
        return [
          decision,
          {
            legend: 'Tên mới',
            hint: 'Mã đơn vị giữ nguyên, không phiếu nào phải chuyển. Tên cũ vẫn tra được.',
            fields: [agency('tu1', 'Đơn vị'), text('ten', 'Tên mới'), text('ten_ngan', 'Tên ngắn mới')],
          },
        ];
      case 'split':
        return [
          decision,
          { legend: 'Đơn vị được chia tách', hint: null, fields: [agency('tu1', 'Đơn vị')] },
          ...PARTS.map((n) => this.partGroup(n, { text, taking })),
          {
            legend: 'Phần còn lại',
            hint: 'Để trống: đơn vị được chia tách tiếp tục hoạt động với phần còn lại.',
            fields: taking('con', 'Đơn vị tiếp nhận phần còn lại', false),
          },
        ];
    }
  }

  /**
   * The order that was typed, and what is wrong with it, by the form's own fields. What is missing of the decision
   * itself (number, days, content) is stood in for, so that the agencies can be looked at in the same round; null:
   * not even they can be read. Only an order without errors is one.
   */
  read(path: FormPath, values: Values): { readonly order: AgencyOrder | null; readonly errors: readonly FieldError[] } {
    const errors: FieldError[] = [];
    const typed = (name: string): string => (values[name] ?? '').trim();
    const agency = (name: string): string => {
      if (typed(name) === '') {
        if (!OPTIONAL.test(name)) errors.push({ field: name, message: 'Xin chọn đơn vị.' });
        return '';
      }
      const code = this.choices.agencyCode(typed(name));
      if (code === null) {
        const isNew = name.endsWith('_ten') ? '; đơn vị mới thì ghi thêm mã và tên ngắn' : '';
        errors.push({ field: name, message: `Chưa rõ đơn vị nào; xin chọn một tên trong danh sách${isNew}.` });
      }
      return code ?? '';
    };
    const from = agency('tu1');
    const taking = (prefix: string): object => {
      const code = typed(`${prefix}_ma`).toUpperCase();
      if (code === '') return { code: agency(`${prefix}_ten`) };
      const like = this.directory.agency(from);
      const shortName = typed(`${prefix}_ngan`) === '' ? typed(`${prefix}_ten`) : typed(`${prefix}_ngan`);
      // It stands where the one stands that it comes from.
      return {
        code,
        name: typed(`${prefix}_ten`),
        shortName,
        kind: like?.kind ?? 'department',
        parentCode: like?.parentCode ?? null,
      };
    };
    const head = {
      number: typed('so'),
      decidedOn: typed('ngay'),
      effectiveOn: typed('hieu_luc'),
      content: typed('noi_dung'),
    };
    const kind = FORM_PATHS[path];
    const body = (): object => {
      switch (kind) {
        case 'merge':
          return {
            from: MERGED.map((n) => agency(`tu${String(n)}`)).filter((code) => code !== ''),
            into: taking('vao'),
          };
        case 'close':
          return { code: from, successor: taking('vao') };
        case 'rename':
          return {
            code: from,
            name: typed('ten'),
            shortName: typed('ten_ngan') === '' ? typed('ten') : typed('ten_ngan'),
          };
        case 'split':
          return {
            from,
            parts: PARTS.filter((n) => typed(`p${String(n)}_ten`) !== '').map((n) =>
              this.part(n, { typed, taking, errors }),
            ),
            rest: typed('con_ten') === '' ? { code: from } : taking('con'),
          };
      }
    };
    const asked = { kind, ...body() };
    const parsed = orderSchema.safeParse({ ...asked, ...head });
    if (parsed.success) return { order: parsed.data, errors };
    const today = this.directory.today();
    const standIn = orderSchema.safeParse({
      ...asked,
      number: STAND_IN,
      content: STAND_IN,
      decidedOn: today,
      effectiveOn: z.iso.date().catch(today).parse(head.effectiveOn),
    });
    return {
      order: standIn.success ? standIn.data : null,
      errors: [...errors, ...fieldErrors(parsed.error).map((error) => this.inForm(path, error))],
    };
  }

  /** A mistake of the order beside the field of the form. */
  inForm(path: FormPath, { field: name, message }: FieldError): FieldError {
    const part = /^parts\.(\d+)\.?(\w*)/.exec(name);
    const fields: Readonly<Record<string, string>> = {
      number: 'so',
      decidedOn: 'ngay',
      effectiveOn: 'hieu_luc',
      content: 'noi_dung',
      from: 'tu1',
      code: 'tu1',
      into: 'vao_ten',
      successor: 'vao_ten',
      rest: 'con_ten',
      parts: 'p1_ten',
      name: 'ten',
      shortName: 'ten_ngan',
    };
    if (part !== null) {
      const names: Readonly<Record<string, string>> = {
        wardCodes: 'phuong',
        categoryCodes: 'loai',
        logins: 'tai_khoan',
      };
      return { field: `p${String(Number(part[1]) + 1)}_${names[part[2] ?? ''] ?? 'ten'}`, message };
    }
    return { field: fields[name] ?? fields[name.split('.')[0] ?? ''] ?? 'so', message: words(message) };
  }

  private partGroup(
    n: number,
    make: {
      readonly text: (name: string, label: string, options?: Parameters<typeof field>[4]) => FormField;
      readonly taking: (prefix: string, label: string, required?: boolean) => FormField[];
    },
  ): Group {
    const prefix = `p${String(n)}`;
    return {
      legend: `Phần tách ra ${String(n)}`,
      hint: 'Ghi phường, xã, hoặc loại việc, hoặc cả hai (khi đó phải đúng cả hai).',
      fields: [
        ...make.taking(prefix, 'Đơn vị tiếp nhận', n === 1),
        make.text(`${prefix}_phuong`, 'Phường, xã', {
          kind: 'area',
          rows: 2,
          required: false,
          hint: 'Cách nhau bằng dấu chấm phẩy hoặc xuống dòng.',
        }),
        make.text(`${prefix}_loai`, 'Loại việc', {
          kind: 'area',
          rows: 2,
          required: false,
          hint: 'Tên hoặc mã, cách nhau như trên.',
        }),
        make.text(`${prefix}_tai_khoan`, 'Tài khoản sang theo', {
          kind: 'area',
          rows: 2,
          required: false,
          hint: 'Tên đăng nhập. Ai không ghi ở đây thì theo phần còn lại.',
        }),
      ],
    };
  }

  private part(
    n: number,
    read: {
      readonly typed: (name: string) => string;
      readonly taking: (prefix: string) => object;
      readonly errors: FieldError[];
    },
  ): object {
    const prefix = `p${String(n)}`;
    const list = (name: string): string[] =>
      read
        .typed(`${prefix}_${name}`)
        .split(/[;\n]/)
        .map((one) => one.trim())
        .filter((one) => one !== '');
    const found = (name: string, what: string, find: (one: string) => string | null): string[] =>
      list(name).flatMap((one) => {
        const code = find(one);
        if (code === null) read.errors.push({ field: `${prefix}_${name}`, message: `Không rõ ${what} “${one}”.` });
        return code ?? [];
      });
    return {
      to: read.taking(prefix),
      wardCodes: found('phuong', 'phường, xã', (one) => (/^\d{5}$/.test(one) ? one : this.choices.wardCode(one))),
      categoryCodes: found('loai', 'loại việc', (one) => this.categoryCode(one)),
      logins: list('tai_khoan'),
    };
  }

  private categoryCode(typed: string): string | null {
    const wanted = fold(typed);
    const named = this.catalog.categories().find(({ code, name }) => code === typed || fold(name) === wanted);
    return named?.code ?? null;
  }
}

/** A union of schemas says of itself only that nothing fits. */
function words(message: string): string {
  return /invalid input/i.test(message)
    ? 'Xin chọn đơn vị; đơn vị mới thì ghi cả mã (chữ in hoa, số) và tên.'
    : message;
}
