import type { ApiProposal } from '@biotope/node/contract';
import { Form, useLocation, useNavigation } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { wordsOf } from './words-of.ts';

/** Fields that a resource may lack; any other needs the address that takes the dead one's place. */
const LISTS = ['endpoints', 'distributions', 'publications', 'contacts'];

/** Accept or refuse, with a note if there is something to say. A plain form: it works with scripts off. `hint` tells what follows. */
export function DecisionForm({ proposal, hint }: { proposal: ApiProposal; hint: boolean }) {
  const { t } = useWords();
  const { pathname, search } = useLocation();
  const busy = useNavigation().formData?.get('proposal') === proposal.id;
  const { id, type } = proposal;
  const words = wordsOf(type, t);
  const note = `note-${id}`;
  return (
    <Form method="post" action={pathname + search} className="decision" preventScrollReset>
      <input type="hidden" name="proposal" value={id} />
      {hint && words.hint && <p className="small quiet">{words.hint}</p>}
      {type === 'dead-link' && <Replacement id={id} field={proposal.detail.field} />}
      <div className="steps-row">
        <div className="field">
          <label htmlFor={note} className="small quiet">
            {t.curation.queue.note}
            {t.brackets(t.curation.queue.noteHint)}
          </label>
          <input id={note} name="note" type="text" maxLength={1000} autoComplete="off" />
        </div>
        <button type="submit" className="button main" name="step" value="accept" disabled={busy}>
          {words.accept}
        </button>
        <button type="submit" className="button" name="step" value="refuse" disabled={busy} formNoValidate>
          {words.refuse}
        </button>
      </div>
    </Form>
  );
}

function Replacement({ id, field }: { id: string; field: string }) {
  const { t } = useWords();
  const words = t.curation.deadLink;
  const needed = !LISTS.includes(field.split('/')[1] ?? '');
  return (
    <div className="field">
      <label htmlFor={`replacement-${id}`} className="small quiet">
        {words.replacement}
        {t.brackets(needed ? words.replacementNeeded : words.replacementHint)}
      </label>
      <input id={`replacement-${id}`} name="replacement" type="url" required={needed} maxLength={4000} placeholder="https://" autoComplete="off" />
    </div>
  );
}
