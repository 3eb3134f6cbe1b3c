import type { ApiPolicies } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import type { Outcome } from './change-policies.ts';
import { PolicyFile } from './policy-file.tsx';

const DEFAULTS = 'defaults.cedar';
const idOf = (name: string) => `file-${name.replace(/[^a-z0-9-]/g, '-')}`;

/** The operator's files, to be changed, checked, tried out and put in force. */
export function Editor({ policies, files, basedOn, outcome }: { policies: ApiPolicies; files: Record<string, string>; basedOn: number; outcome: Outcome | undefined }) {
  const { t } = useWords();
  const words = t.policies.editor;
  const flaws = outcome?.flaws ?? [];
  const names = Object.keys(files).sort();
  const wrongIn = (name: string) => flaws.filter(({ file }) => file === name).map(({ line }) => line);
  return (
    <section className="block" id="edit">
      <h2>{words.title}</h2>
      <p className="quiet">{words.lead(DEFAULTS)}</p>
      {policies.folder && (
        <p className="small quiet">
          {words.folder} <code>{policies.folder}</code>
        </p>
      )}
      <Form method="post" action="/policies" preventScrollReset key={JSON.stringify(files)}>
        <input type="hidden" name="basedOn" value={basedOn} />
        {flaws.length > 0 && <Flaws flaws={flaws} />}
        {names.map((name) => (
          <PolicyFile key={name} id={idOf(name)} name={name} text={files[name] ?? ''} wrong={wrongIn(name)} />
        ))}
        <PolicyFile id="file-new" name="" text="" wrong={[]} />
        <fieldset>
          <legend>{words.tryOut}</legend>
          <p className="small quiet">{words.tryOutLead}</p>
          <div className="policy-try">
            <label>
              {words.resources}
              <input name="resources" type="text" placeholder="3k7m9p2q8s1x" spellCheck={false} autoComplete="off" />
            </label>
            <label>
              {words.people}
              <input name="people" type="text" spellCheck={false} autoComplete="off" />
            </label>
            <label>
              {words.destination}
              <input name="destination" type="text" maxLength={2} placeholder="CN" autoComplete="off" />
            </label>
          </div>
          <p className="policy-steps">
            <button type="submit" name="step" value="check" className="button">
              {words.check}
            </button>
            <button type="submit" name="step" value="try" className="button">
              {words.tryButton}
            </button>
          </p>
        </fieldset>
        <p className="policy-steps">
          <label>
            {words.note} <input name="note" type="text" maxLength={1_000} autoComplete="off" />
          </label>
          <button type="submit" name="step" value="adopt" className="button main">
            {words.adopt}
          </button>
        </p>
      </Form>
      {!(DEFAULTS in files) && (
        <details>
          <summary>{words.defaults(DEFAULTS)}</summary>
          <pre className="policy-difference">{policies.defaults}</pre>
        </details>
      )}
    </section>
  );
}

/** What does not hold, each with the way to its file. */
export function Flaws({ flaws }: { flaws: Outcome['flaws'] }) {
  const { t } = useWords();
  return (
    <div className="banner bad policy-flaws" role="alert">
      <b>{t.policies.editor.flaws(flaws.length)}</b>
      <ul>
        {flaws.map(({ file, line, column, reason }) => (
          <li key={`${file}:${line}:${column}:${reason}`}>
            <a href={`#${idOf(file)}`}>
              <code>{`${file}:${line}:${column}`}</code>
            </a>{' '}
            <span lang="en">{reason}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}
