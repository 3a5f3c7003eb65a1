import type { Agency } from '../../agencies/domain/agency.js';
import type { FieldError } from '../../kernel/index.js';
import type { AgencyOrder, Successor } from './order.js';

/** Of one agency: who takes what. */
export interface Handing {
  readonly from: string;
  /** Whoever takes what no part takes; the agency itself when it goes on. */
  readonly rest: string;
  readonly parts: readonly {
    readonly to: string;
    readonly wardCodes: readonly string[];
    readonly categoryCodes: readonly string[];
    readonly logins: readonly string[];
  }[];
}

/** What an order does, whatever its kind. */
export interface OrderPlan {
  readonly effectiveOn: string;
  /** Agencies that it begins. */
  readonly begins: readonly Omit<Agency, 'validTo'>[];
  /** Agencies that it ends. */
  readonly ends: readonly string[];
  readonly renames: readonly { readonly code: string; readonly name: string; readonly shortName: string }[];
  readonly hands: readonly Handing[];
}

/** What has to be known of the province to check an order. */
export interface Known {
  agency(code: string): Agency | null;
  /** Whether it is in force today. */
  inForce(code: string): boolean;
  ward(code: string): boolean;
  category(code: string): boolean;
  /** Where somebody works now; null: no such login. */
  agencyOfLogin(login: string): string | null;
  /** Agencies that the service cannot do without: the centre, the government, the police. */
  readonly fixed: readonly string[];
}

/**
 * What an order means.
 * @returns everything that is wrong with it, by field; nothing of the plan may be used then.
 */
export function planOf(order: AgencyOrder, known: Known): { plan: OrderPlan; errors: readonly FieldError[] } {
  const errors: FieldError[] = [];
  const wrong = (field: string, message: string): void => void errors.push({ field, message });
  const { effectiveOn } = order;
  const begins = new Map<string, Omit<Agency, 'validTo'>>();

  /** An agency of today that ends or changes. */
  const of = (code: string, field: string): string => {
    const agency = known.agency(code);
    if (agency === null || !known.inForce(code)) wrong(field, 'Không có đơn vị này, hoặc đơn vị đã hết hoạt động.');
    else if (effectiveOn < agency.validFrom) wrong('effectiveOn', `${agency.name} chưa có vào ngày đó.`);
    return code;
  };
  /** Where things go: an agency of today, or one that is begun. */
  const to = (successor: Successor, field: string): string => {
    const { code } = successor;
    const agency = known.agency(code);
    if (!('name' in successor)) {
      if (agency === null || !known.inForce(code))
        wrong(field, 'Không có đơn vị này. Đơn vị mới xin ghi cả mã và tên.');
      return code;
    }
    if (agency !== null) wrong(field, `Mã ${code} đã có: ${agency.name}. Xin chọn mã khác.`);
    if (successor.parentCode !== null && !known.inForce(successor.parentCode))
      wrong(field, 'Không có đơn vị cấp trên này.');
    const { name, shortName, kind, parentCode } = successor;
    begins.set(code, { code, name, shortName, kind, parentCode, wardCode: null, validFrom: effectiveOn });
    return code;
  };
  const made = (
    plan: Partial<Pick<OrderPlan, 'ends' | 'renames' | 'hands'>>,
  ): { plan: OrderPlan; errors: readonly FieldError[] } => {
    const ends = plan.ends ?? [];
    for (const code of ends.filter((one) => known.fixed.includes(one)))
      wrong('from', `${known.agency(code)?.name ?? code} không kết thúc được ở đây; đổi tên thì được.`);
    return { plan: { effectiveOn, begins: [...begins.values()], ends, renames: [], hands: [], ...plan }, errors };
  };

  switch (order.kind) {
    case 'rename': {
      const code = of(order.code, 'code');
      const { name, shortName } = order;
      if (known.agency(code)?.name === name) wrong('name', 'Tên mới giống tên hiện nay.');
      return made({ renames: [{ code, name, shortName }] });
    }
    case 'close':
    case 'merge': {
      const [codes, field] = order.kind === 'close' ? [[order.code], 'code'] : [order.from, 'from'];
      const rest = order.kind === 'close' ? to(order.successor, 'successor') : to(order.into, 'into');
      const ends = [...new Set(codes)].filter((code) => code !== rest).map((code) => of(code, field));
      if (ends.length === 0) wrong(field, 'Đơn vị nhận phải khác đơn vị kết thúc.');
      return made({ ends, hands: ends.map((from) => ({ from, rest, parts: [] })) });
    }
    case 'split': {
      const from = of(order.from, 'from');
      const rest = order.rest.code === from ? from : to(order.rest, 'rest');
      const parts = order.parts.map(({ to: into, wardCodes, categoryCodes, logins }, index) => {
        const field = `parts.${String(index)}`;
        if (into.code === from) wrong(`${field}.to`, 'Phần tách ra phải về một đơn vị khác.');
        if (wardCodes.length + categoryCodes.length === 0)
          wrong(`${field}.wardCodes`, 'Xin ghi phường, xã hoặc loại việc của phần này.');
        for (const ward of wardCodes.filter((one) => !known.ward(one)))
          wrong(`${field}.wardCodes`, `Không có phường, xã ${ward}.`);
        for (const category of categoryCodes.filter((one) => !known.category(one)))
          wrong(`${field}.categoryCodes`, `Không có loại việc ${category}.`);
        for (const login of logins.filter((one) => known.agencyOfLogin(one) !== from))
          wrong(`${field}.logins`, `Không có tài khoản ${login} ở đơn vị được tách.`);
        return { to: to(into, `${field}.to`), wardCodes, categoryCodes, logins };
      });
      return made({ ends: rest === from ? [] : [from], hands: [{ from, rest, parts }] });
    }
  }
}

/** Who takes over from an agency, for something of a ward and a category; the code itself when nobody does. */
export function takesOver(
  plan: OrderPlan,
  code: string,
  of: { readonly wardCode: string | null; readonly categoryCode: string | null },
): string {
  const handing = plan.hands.find(({ from }) => from === code);
  if (handing === undefined) return code;
  const fits = (codes: readonly string[], value: string | null): boolean =>
    codes.length === 0 || (value !== null && codes.includes(value));
  const part = handing.parts.find(
    ({ wardCodes, categoryCodes }) => fits(wardCodes, of.wardCode) && fits(categoryCodes, of.categoryCode),
  );
  return part?.to ?? handing.rest;
}

/** Where somebody of an agency works once the order is in force. */
export function worksAt(plan: OrderPlan, code: string, login: string): string {
  const handing = plan.hands.find(({ from }) => from === code);
  return handing?.parts.find(({ logins }) => logins.includes(login))?.to ?? handing?.rest ?? code;
}
