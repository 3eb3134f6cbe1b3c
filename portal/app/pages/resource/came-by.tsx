import type { ApiResource } from '@biotope/node/contract';
import { Link, useSearchParams } from 'react-router';
import { query } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';

/** The form of a resource's identifier. */
const IDENTIFIER = /^[0-9a-hjkmnp-tv-z]{12}$/;

/** Another resource's identifier that an address of this page names: one that leads here now, or one a record was taken from. */
export function namedIn(search: URLSearchParams, name: 'from' | 'merged' | 'separated'): string | undefined {
  const id = search.get(name) ?? '';
  return IDENTIFIER.test(id) ? id : undefined;
}

/** Asks whether an older address leads to this resource: an address can be written by anybody. */
export async function olderAddress(search: URLSearchParams, { id }: ApiResource, get: (path: string) => Promise<Response>): Promise<string | null> {
  const older = namedIn(search, 'from') ?? namedIn(search, 'merged');
  if (!older || older === id) return null;
  const response = await get(`/api/v1/resources/${older}`);
  return response.ok && ((await response.json()) as ApiResource).id === id ? older : null;
}

/** How one came here: by an older address, or by a curator's step a moment ago, with the way back. */
export function CameBy({ id, older }: { id: string; older: string | null }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  const words = t.curation.notice;
  const separated = namedIn(search, 'separated');
  const [source, record] = [search.get('source'), search.get('record')];
  if (older && search.has('merged'))
    return (
      <Notice id="done">
        {words.merged(`/r/${older}`)} <Link to={source && record ? `/r/${id}/separate${query({ source, record })}` : '#statements'}>{words.takeBack}</Link>
      </Notice>
    );
  if (older) return <p className="banner calm">{words.older(`/r/${older}`)}</p>;
  // The record that was taken out may be the one whose address this is: then the others have gone.
  if (separated === id) return <Notice id="done">{words.separatedHere}</Notice>;
  if (separated)
    return (
      <Notice id="done">
        {words.separated} <Link to={`/r/${separated}`}>{`/r/${separated}`}</Link>. <Link to={`/r/${id}/merge${query({ with: separated })}`}>{words.takeBack}</Link>
      </Notice>
    );
  return null;
}
