/**
 * What a client sent, by the names of GeoReport v2. A form that is url-encoded arrives with `attribute[CODE]` as nested
 * objects, one with files with the names as they were written, and JSON with numbers; here they are all the same.
 */
export interface Arguments {
  /** The first value that is not empty: "optional" means the same for empty and for not sent. */
  one(name: string): string | null;
  /** Every value that is not empty, also of a list separated by commas when `commas`. */
  all(name: string, options?: { readonly commas?: boolean }): string[];
  /** By the code between the brackets. */
  readonly attributes: ReadonlyMap<string, readonly string[]>;
}

const BRACKETS = /^([^[\]]+)\[([^[\]]*)\](?:\[[^\]]*\])*$/;

/** @param sent bodies and queries, the first that has a name wins. */
export function readArguments(...sent: readonly unknown[]): Arguments {
  const values = new Map<string, readonly string[]>();
  const attributes = new Map<string, readonly string[]>();
  const put = (into: Map<string, readonly string[]>, name: string, texts: readonly string[]): void => {
    if (texts.length > 0 && !into.has(name)) into.set(name, texts);
  };
  for (const source of sent.filter(isRecord)) {
    for (const [name, value] of Object.entries(source)) {
      const [, list, code] = BRACKETS.exec(name) ?? [];
      if (list === 'attribute' && code !== undefined && code !== '') put(attributes, code, textsOf(value));
      else if (list !== undefined && code === '') put(values, list, textsOf(value));
      else if (name === 'attribute' && isRecord(value))
        for (const [one, of] of Object.entries(value)) put(attributes, one, textsOf(of));
      else put(values, name, textsOf(value));
    }
  }
  const all: Arguments['all'] = (name, { commas = false } = {}) => {
    const texts = values.get(name) ?? [];
    if (!commas) return [...texts];
    return texts.flatMap((text) => text.split(',').map((part) => part.trim())).filter((part) => part !== '');
  };
  return { one: (name) => all(name)[0] ?? null, all, attributes };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The texts in a value, however deep the brackets went. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return value.trim() === '' ? [] : [value.trim()];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  return isRecord(value) ? Object.values(value).flatMap(textsOf) : [];
}
