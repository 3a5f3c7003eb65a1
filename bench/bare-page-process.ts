/**
 * A bare Express page: nothing but the list's template, with a model that is always the same. What any page of the
 * portal costs at least. Prints its address.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Express, Request, Response } from 'express';
import { AssetStore } from '../src/platform/assets/index.js';
import { PACKAGE_ROOT } from '../src/platform/config/index.js';
import { Locale, Pages, Templates } from '../src/platform/templates/index.js';
import { siteTexts } from '../src/platform/templates/site.js';

const WARDS = 95;
const FIELDS = 10;
const AGENCIES = 122;
const ITEMS = 20;

interface Sample {
  readonly wards: readonly object[];
  readonly fields: readonly object[];
  readonly agencies: readonly object[];
  readonly items: readonly object[];
}

const folder = join(PACKAGE_ROOT, 'templates');
const locale = Locale.load(join(folder, 'locales'), 'vi', siteTexts(join(PACKAGE_ROOT, 'provinces', 'dong-nai')));
const pages = new Pages(Templates.load(folder, locale, AssetStore.load(PACKAGE_ROOT, false)));
const sample = JSON.parse(readFileSync(join(folder, 'portal', 'published.sample.json'), 'utf8')) as Sample;
const times = (some: readonly object[], count: number): object[] =>
  Array.from({ length: count }, (_, at) => ({ ...some[at % some.length], selected: false }));
const model = {
  ...sample,
  wards: times(sample.wards, WARDS),
  fields: times(sample.fields, FIELDS),
  agencies: times(sample.agencies, AGENCIES),
  items: times(sample.items, ITEMS),
};

// The Express that Nest stands on.
const require = createRequire(import.meta.url);
const express = createRequire(require.resolve('@nestjs/platform-express'))('express') as () => Express;
const app = express();
app.get('/', (_request: Request, response: Response) => {
  response.type('html').send(pages.render('portal/published', model, { path: '/da-cong-khai' }));
});
const server = app.listen(0, '127.0.0.1', () => {
  process.stdout.write(`http://127.0.0.1:${String((server.address() as AddressInfo).port)}/\n`);
});
