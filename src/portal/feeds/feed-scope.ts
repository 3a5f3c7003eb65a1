import type { PublishedFilter } from '../../publication/index.js';

/** Of what a list tells: everything, one ward, one field, one agency. */
export const SCOPE_KINDS = ['phuong-xa', 'linh-vuc', 'co-quan'] as const;
export type ScopeKind = (typeof SCOPE_KINDS)[number];

export interface Scope {
  readonly kind: ScopeKind | null;
  readonly code: string;
  readonly name: string;
}

export const EVERYTHING: Scope = { kind: null, code: 'tat-ca', name: '' };

/** What there is to ask for. */
export interface KnownNames {
  ward(code: string): string | null;
  field(code: string): string | null;
  agency(code: string): string | null;
}

/** @returns null for what there is not. */
export function scopeOf(kind: string, code: string, known: KnownNames): Scope | null {
  const named = (of: ScopeKind, name: string | null): Scope | null => (name === null ? null : { kind: of, code, name });
  if (kind === 'phuong-xa') return named(kind, known.ward(code));
  if (kind === 'linh-vuc') return named(kind, known.field(code));
  if (kind === 'co-quan') return named(kind, known.agency(code));
  return null;
}

export function filterOf({ kind, code }: Scope): PublishedFilter {
  if (kind === 'phuong-xa') return { wardCode: code };
  if (kind === 'linh-vuc') return { field: Number(code) };
  if (kind === 'co-quan') return { agencyCode: code };
  return {};
}

/** The page that shows the same. */
export function pagePath({ kind, code }: Pick<Scope, 'kind' | 'code'>): string {
  if (kind === null) return '/da-cong-khai';
  return kind === 'linh-vuc' ? `/da-cong-khai?linh-vuc=${code}` : `/${kind}/${encodeURIComponent(code)}`;
}

/** The file a feed is found at. */
export function feedPath({ kind, code }: Pick<Scope, 'kind' | 'code'>, format: 'atom' | 'rss'): string {
  return kind === null ? `/nguon-tin/${code}.${format}` : `/nguon-tin/${kind}/${encodeURIComponent(code)}.${format}`;
}
