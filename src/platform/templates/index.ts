/**
 * Pages and mails from Handlebars templates, in Vietnamese.
 *
 * - `Pages.render('portal/home', model, { principal, csrf, path })`: a whole page. The template begins with
 *   `{{#> layouts/public pageTitle=(t 'portal.home.title') pageNav='home'}}` (staff: `layouts/staff`) and ends with
 *   `{{/layouts/public}}`; the block between sees the layout's parameters too, before the model's values of the same name. In every template: `@viewer`, `@csrf`, `@path`.
 * - `Templates.render('email/ticket-received/html', model)`: anything else. `text` and `subject` are plain text.
 * - Forms hold `{{> partials/form-keys _key=key}}`: the hidden `_csrf` (for staff) and `_key`. Without `key` a
 *   new one is made; after a validation error give the submitted one back.
 * - Texts: `templates/locales/vi.json`, further areas in files of their own (`vi.console.json`); each key once.
 * - Beside every template lies `<name>.sample.json` (mails: `sample.json` in the folder), also
 *   `<name>.<variant>.sample.json`; a test renders them all.
 * - Helpers: see helpers.ts. Icons: names in assets/icons.json.
 */
export { Locale } from './locale.js';
export { Pages, type PageContext } from './pages.js';
export { Templates } from './templates.js';
export { TemplatesModule } from './templates.module.js';
