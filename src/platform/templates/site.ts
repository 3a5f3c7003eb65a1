import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const province = z.object({
  name: z.string(),
  displayName: z.string(),
  ticketPrefix: z.string(),
  hotline: z.object({ phone: z.string(), hours: z.string() }),
});

/**
 * What texts say about the province, from its province.json: `{site.province}`, `{site.place}`,
 * `{site.hotline}`, `{site.hours}`, `{site.prefix}`.
 */
export function siteTexts(provinceDir: string): Record<string, string> {
  const { name, displayName, ticketPrefix, hotline } = province.parse(JSON.parse(readFileSync(join(provinceDir, 'province.json'), 'utf8')));
  return { province: name, place: displayName, hotline: hotline.phone, hours: hotline.hours, prefix: ticketPrefix };
}

const english = z.strictObject({
  place: z.string(),
  hours: z.string(),
  /** By number of the field, and by code of the category. */
  fields: z.record(z.string(), z.string()),
  categories: z.record(z.string(), z.string()),
});

/** The same for readers of English, from its english.json: what it does not say is said in Vietnamese. */
export function englishSiteTexts(provinceDir: string): Record<string, string> {
  const file = join(provinceDir, 'english.json');
  if (!existsSync(file)) return siteTexts(provinceDir);
  const { place, hours, fields, categories } = english.parse(JSON.parse(readFileSync(file, 'utf8')));
  const named = (kind: string, names: Readonly<Record<string, string>>) =>
    Object.entries(names).map(([code, name]) => [`${kind}_${code}`, name] as const);
  return {
    ...siteTexts(provinceDir),
    place,
    hours,
    ...Object.fromEntries([...named('field', fields), ...named('category', categories)]),
  };
}
