import { Form, useSearchParams } from 'react-router';
import { useWords } from '../../language/use-words.tsx';

/** Which entries are shown: a form that is an address, so that what was found can be passed on. */
export function Wanted() {
  const { t } = useWords();
  const [search] = useSearchParams();
  const words = t.ledger;
  const given = (name: string) => search.get(name) ?? '';
  return (
    // The key makes the fields follow the address where it changes by a link.
    <Form key={search.toString()} method="get" action="/ledger" className="ledger-wanted block" role="search" aria-label={words.title}>
      {(['actor', 'action', 'subject'] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{words[name]}</label>
          <input id={name} name={name} type="text" defaultValue={given(name)} maxLength={300} autoComplete="off" spellCheck={false} aria-describedby={`${name}-hint`} />
          <p id={`${name}-hint`} className="small quiet">
            {words[`${name}Hint`]}
          </p>
        </div>
      ))}
      {(['from', 'until'] as const).map((name) => (
        <div className="field" key={name}>
          <label htmlFor={name}>{words[name]}</label>
          <input id={name} name={name} type="date" defaultValue={given(name)} />
        </div>
      ))}
      <button type="submit" className="button">
        {words.show}
      </button>
    </Form>
  );
}
