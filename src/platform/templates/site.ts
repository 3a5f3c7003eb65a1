import { readFileSync } from 'node:fs';
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
