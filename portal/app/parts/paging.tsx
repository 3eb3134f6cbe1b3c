import { Link, useSearchParams } from 'react-router';
import { useWords } from '../language/use-words.tsx';
import { IconBack, IconNext } from '../look/icons.ts';

/** The API leads forward only, so the address remembers the way back: the cursors of the pages before, apart by a character no cursor holds. */
const REMEMBERED = 12;
const APART = '~';

/**
 * Forward and back through a list that is paged by cursor. `prefix` keeps two lists of one page apart; `forget` names
 * what of the address belongs to this page alone.
 */
export function Paging({ next, prefix = '', forget = [] }: { next: string | null; prefix?: string; forget?: readonly string[] }) {
  const { t } = useWords();
  const [search] = useSearchParams();
  const names = { cursor: `${prefix}cursor`, trail: `${prefix}trail`, page: `${prefix}page` };
  const cursor = search.get(names.cursor);
  const page = Number(search.get(names.page)) || 1;
  if (!next && !cursor) return null;
  const trail = (search.get(names.trail) ?? '').split(APART).filter(Boolean);

  const at = (to: { cursor?: string; trail: string[]; page: number }) => {
    const address = new URLSearchParams(search);
    for (const name of [...Object.values(names), ...forget]) address.delete(name);
    if (to.cursor) {
      address.set(names.cursor, to.cursor);
      address.set(names.page, String(to.page));
      if (to.trail.length) address.set(names.trail, to.trail.join(APART));
    }
    return `?${address}`;
  };

  return (
    <nav className="paging" aria-label={t.paging}>
      {cursor && (
        <Link className="button" rel="prev" to={at({ cursor: trail.at(-1), trail: trail.slice(0, -1), page: page - 1 })}>
          <IconBack size={16} aria-hidden />
          {trail.length ? t.back : t.first}
        </Link>
      )}
      <span className="quiet">{t.page(page)}</span>
      {next && (
        <Link className="button" rel="next" to={at({ cursor: next, trail: [...trail, ...(cursor ? [cursor] : [])].slice(-REMEMBERED), page: page + 1 })}>
          {t.next}
          <IconNext size={16} aria-hidden />
        </Link>
      )}
    </nav>
  );
}
