/**
 * For pages that are the same for everybody. A browser asks each time and mostly hears that nothing has changed (the
 * ETag is a hash of the page); a cache in front may answer for half a minute by itself, a little longer while it asks
 * for the page anew, and for ten minutes while the service does not answer. So whatever is taken off the pages is gone
 * from such a cache after a minute and a half, and a page that everybody reads at once costs one request in half a minute.
 */
export const PUBLIC_PAGE = 'public, max-age=0, s-maxage=30, stale-while-revalidate=60, stale-if-error=600';
