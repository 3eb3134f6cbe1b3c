import { Said, useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';
import type { RequestEvent } from './shapes.ts';

/** Everything that happened to a request, in order. */
export function Timeline({ events }: { events: readonly RequestEvent[] }) {
  const { t } = useWords();
  return (
    <section className="block" aria-labelledby="history">
      <h2 id="history">{t.requests.one.history}</h2>
      <ol className="timeline">
        {events.map((event) => (
          <Happening key={event.sequence} event={event} />
        ))}
      </ol>
    </section>
  );
}

function Happening({ event }: { event: RequestEvent }) {
  const { t, format } = useWords();
  const words = t.requests.one;
  const { type, role, name, kind, vote, text, texts = [], until, at } = event;
  const did = words.events[type];
  const more = [...(kind ? [t.requests.kinds[kind]] : []), ...(vote ? [words.votes[vote]] : [])];
  return (
    <li>
      <p>
        <span className="small quiet">
          <Minute at={at} />
        </span>{' '}
        {role === 'node' ? did : words.event(name ?? words.roles[role], did)}
        {more.length > 0 && t.brackets(more.join(t.comma))}
        {until && ` – ${t.requests.until(format.day(until))}`}
      </p>
      {text && <blockquote>{text}</blockquote>}
      {texts.length > 0 && (
        <ul className="bulleted small">
          {texts.map((it) => (
            <li key={JSON.stringify(it)}>
              <Said of={it} />
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}
