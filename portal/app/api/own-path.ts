const HERE = 'http://here.invalid';

/** A path of this site as it was asked for; anything that would lead elsewhere becomes the start of the curator's pages. */
export function ownPath(to: string | null | undefined): string {
  const url = to?.startsWith('/') ? URL.parse(to, HERE) : null;
  return url?.origin === HERE && !url.pathname.startsWith('//') ? url.pathname + url.search + url.hash : '/curation';
}
