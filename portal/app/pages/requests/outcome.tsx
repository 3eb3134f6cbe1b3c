import type { ApiRequest } from '@biotope/node/contract';
import { Said, useWords } from '../../language/use-words.tsx';
import { Day } from '../../parts/day.tsx';

/** What was granted: from when to when, for what, bound to what. */
export function GrantFacts({ grant }: { grant: NonNullable<ApiRequest['grant']> }) {
  const { t } = useWords();
  const words = t.requests.one;
  return (
    <section className="block" aria-labelledby="grant">
      <h2 id="grant">
        {words.access} <span className={`state ${grant.active ? 'state-done' : 'state-stopped'}`}>{grant.active ? words.active : words.inactive}</span>
      </h2>
      <dl className="facts">
        <dt>{words.from}</dt>
        <dd>
          <Day at={grant.from} />
        </dd>
        <dt>{words.to}</dt>
        <dd>
          <Day at={grant.revoked ?? grant.until} />
        </dd>
        <dt>{words.allowed}</dt>
        <dd>{grant.actions.map((it) => words.actions[it] ?? it).join(t.comma)}</dd>
        {grant.obligations.length > 0 && (
          <>
            <dt>{words.bound}</dt>
            <dd>
              <ul className="bulleted">
                {grant.obligations.map((it) => (
                  <li key={JSON.stringify(it)}>
                    <Said of={it} />
                  </li>
                ))}
              </ul>
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** How each review stands. */
export function Reviews({ reviews }: { reviews: ApiRequest['reviews'] }) {
  const { t } = useWords();
  const words = t.requests.one;
  return (
    <section className="block" aria-labelledby="reviews">
      <h2 id="reviews">{words.reviews}</h2>
      <ul className="ruled">
        {reviews.map(({ kind, cast, quorum, decided, mine }) => (
          <li key={kind}>
            <b>{t.requests.kinds[kind]}</b>
            {decided ? ` – ${words.decided[decided]}` : ''} <span className="quiet small">{[words.cast(cast, quorum), ...(mine ? [words.mine[mine]] : [])].join(' · ')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
