import { useState } from 'react';
import { useWords } from '../../language/use-words.tsx';

/** Empty lines offered below the text. */
const SPARE = 2;

/** One file: its name and its text, each line with its number; lines that don't hold are marked. */
export function PolicyFile({ id, name, text, wrong }: { id: string; name: string; text: string; wrong: readonly number[] }) {
  const { t } = useWords();
  const words = t.policies.editor;
  const [lines, setLines] = useState(() => countOf(text));
  return (
    <div className="policy-file">
      <p>
        {name === '' ? (
          <label>
            {words.newFile}{' '}
            <input
              name="name"
              type="text"
              maxLength={66}
              pattern="[a-z0-9][a-z0-9\-]*(\.cedar)?"
              title={words.nameHint}
              placeholder="hospital.cedar"
              autoComplete="off"
              spellCheck={false}
            />
          </label>
        ) : (
          <>
            <b>{name}</b>
            <input type="hidden" name="name" value={name} />
          </>
        )}
      </p>
      <div className="policy-text">
        <ol aria-hidden="true">
          {Array.from({ length: lines + SPARE }, (_, place) => (
            <li key={place} className={wrong.includes(place + 1) ? 'bad' : undefined}>
              {place + 1}
            </li>
          ))}
        </ol>
        <textarea
          id={id}
          name="text"
          aria-label={name === '' ? words.newText : words.textOf(name)}
          aria-invalid={wrong.length > 0}
          defaultValue={text}
          rows={lines + SPARE}
          wrap="off"
          spellCheck={false}
          autoCapitalize="none"
          onInput={(event) => setLines(countOf(event.currentTarget.value))}
        />
      </div>
    </div>
  );
}

const countOf = (text: string): number => text.replace(/\n$/, '').split('\n').length;
