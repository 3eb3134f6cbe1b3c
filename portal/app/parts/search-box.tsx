import { useRef, useState, type FormEvent, type KeyboardEvent } from 'react';
import { useLocation, useNavigate, useSearchParams } from 'react-router';
import { query } from '../api/load.ts';
import { Said, useWords } from '../language/use-words.tsx';
import { IconSearch, IconTerm } from '../look/icons.ts';
import { CategoryIcon } from './kind-mark.tsx';
import { useSuggestions, type Suggestion } from './use-suggestions.ts';

interface Props {
  id: string;
  large?: boolean;
  autoFocus?: boolean;
  /** What a new query keeps of the present one: facets and sort. */
  keep?: Record<string, readonly string[]>;
}

/**
 * The search box: a plain form to /search, and with scripts a combobox that suggests resources and concepts while
 * typing (WAI-ARIA: editable combobox with list).
 */
export function SearchBox({ id, large = false, autoFocus = false, keep = {} }: Props) {
  const { t } = useWords();
  const navigate = useNavigate();
  const [search] = useSearchParams();
  const { key } = useLocation();
  const asked = search.get('q') ?? '';
  const [text, setText] = useState({ at: key, value: asked });
  const value = text.at === key ? text.value : asked;
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const input = useRef<HTMLInputElement>(null);
  const suggestions = useSuggestions(open ? value : '');
  const shown = open && suggestions.length > 0;
  const list = `${id}-list`;

  const close = () => {
    setOpen(false);
    setActive(-1);
  };
  const choose = (one: Suggestion) => {
    close();
    input.current?.blur();
    void navigate(one.to);
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const picked = suggestions[active];
    if (shown && picked) return choose(picked);
    close();
    void navigate(`/search${query({ q: value.trim(), ...keep })}`);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') return close();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    if (!open) return setOpen(true);
    const step = event.key === 'ArrowDown' ? 1 : -1;
    const count = suggestions.length;
    setActive((now) => ((now + step + count + 1 + 1) % (count + 1)) - 1);
  };

  return (
    <form className={large ? 'searchbox large' : 'searchbox'} role="search" action="/search" method="get" onSubmit={submit}>
      <label className="visually-hidden" htmlFor={id}>
        {t.search.label}
      </label>
      <input
        ref={input}
        id={id}
        name="q"
        type="search"
        role="combobox"
        aria-expanded={shown}
        aria-controls={list}
        aria-autocomplete="list"
        aria-activedescendant={shown && active >= 0 ? `${list}-${active}` : undefined}
        autoComplete="off"
        enterKeyHint="search"
        // oxlint-disable-next-line jsx-a11y/no-autofocus -- the home page is this box
        autoFocus={autoFocus}
        placeholder={t.search.placeholder}
        value={value}
        onChange={(event) => {
          setText({ at: key, value: event.target.value });
          setOpen(true);
          setActive(-1);
        }}
        onKeyDown={onKey}
        onBlur={close}
      />
      {Object.entries(keep).map(([name, values]) => values.map((one) => <input key={`${name} ${one}`} type="hidden" name={name} value={one} />))}
      <button className="button main" type="submit" aria-label={t.search.button}>
        <IconSearch size={large ? 20 : 17} stroke={2} aria-hidden />
      </button>
      <div id={list} role="listbox" aria-label={t.search.suggestions} className="suggestions" hidden={!shown}>
        {suggestions.map((one, i) => (
          <div
            key={one.to}
            id={`${list}-${i}`}
            role="option"
            tabIndex={-1}
            aria-selected={i === active}
            onMouseDown={(event) => {
              event.preventDefault();
              choose(one);
            }}
          >
            {one.category ? <CategoryIcon category={one.category} /> : <IconTerm className="icon quiet" size={16} aria-hidden />}
            <span>
              <Said of={one.label} />
            </span>
            <span className="end">{one.kind ? t.kinds[one.kind] : `${t.term.branches[one.branch ?? ''] ?? ''} · ${t.resources(one.count ?? 0)}`}</span>
          </div>
        ))}
      </div>
    </form>
  );
}
