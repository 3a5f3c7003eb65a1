import type { Locale } from '../platform/templates/index.js';
import { toMarked, type PublishedItemRow } from '../publication/index.js';

/** Addresses begin with a stroke here; the page that shows the data puts its own origin before them. */
const CONTEXT = 'https://schema.org';

/** schema.org: where a page stands. */
export function breadcrumbs(crumbs: readonly { readonly name: string; readonly href: string }[]) {
  return {
    '@context': CONTEXT,
    '@type': 'BreadcrumbList',
    itemListElement: crumbs.map(({ name, href }, index) => ({
      '@type': 'ListItem',
      position: index + 1,
      name,
      item: href,
    })),
  };
}

/** schema.org: one published question and its answer. */
export function questionAndAnswer(item: PublishedItemRow) {
  const url = `/da-cong-khai/${item.code}`;
  return {
    '@context': CONTEXT,
    '@type': 'QAPage',
    url,
    inLanguage: 'vi',
    mainEntity: {
      '@type': 'Question',
      name: toMarked(item.title),
      text: toMarked(item.question),
      answerCount: 1,
      dateCreated: item.receivedAt.toISOString(),
      ...(item.wardName === null ? {} : { contentLocation: { '@type': 'Place', name: item.wardName } }),
      ...(item.fieldName === null ? {} : { about: { '@type': 'Thing', name: item.fieldName } }),
      acceptedAnswer: {
        '@type': 'Answer',
        text: [item.answer.found, item.answer.done].map(toMarked).join('\n'),
        dateCreated: item.answeredAt.toISOString(),
        url: `${url}#dap`,
        author: { '@type': 'GovernmentOrganization', name: item.agencyName },
      },
    },
  };
}

/** schema.org: the site, and who stands behind it. */
export function siteData(texts: Locale, publisher: string) {
  return {
    '@context': CONTEXT,
    '@type': 'WebSite',
    name: texts.text('common.site_name'),
    url: '/',
    inLanguage: ['vi', 'en'],
    publisher: {
      '@type': 'GovernmentOrganization',
      name: publisher,
      telephone: texts.text('site.hotline'),
      areaServed: texts.text('site.province'),
    },
  };
}

/** schema.org: the data set of all that is published. */
export function datasetData(
  texts: Locale,
  { publisher, licenceUrl }: { readonly publisher: string; readonly licenceUrl: string },
) {
  const file = (name: string, type: string) => ({
    '@type': 'DataDownload',
    encodingFormat: type,
    contentUrl: `/du-lieu-mo/${name}`,
  });
  return {
    '@context': CONTEXT,
    '@type': 'Dataset',
    name: texts.text('reading.data.title'),
    description: texts.text('reading.data.description'),
    url: '/du-lieu-mo',
    license: licenceUrl,
    isAccessibleForFree: true,
    creator: { '@type': 'GovernmentOrganization', name: publisher },
    distribution: [file('phan-anh.csv', 'text/csv'), file('phan-anh.jsonl', 'application/x-ndjson')],
  };
}
