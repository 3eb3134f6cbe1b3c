import type { ApiDataCategories, ApiDataUseTerms } from '@biotope/node/contract';
import { Form, useNavigation } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { ConditionLines } from './condition-lines.tsx';
import { DateField, TextField, Tick } from './fields.tsx';
import type { EditedTerms } from './read-terms-form.ts';
import { ReferenceLines } from './reference-lines.tsx';
import { ReviewLines } from './review-lines.tsx';

const DISCOVERY = ['public', 'group', 'signed-in', 'organisation', 'named'] as const;

interface Editing {
  terms: EditedTerms;
  version: number;
  categories: ApiDataCategories['items'];
  dataUse: ApiDataUseTerms['items'];
}

export function TermsForm({ terms, version, categories, dataUse }: Editing) {
  const { t } = useWords();
  const busy = useNavigation().state === 'submitting';
  const words = t.stewardship.terms;
  return (
    <Form method="post" className="steward-form" aria-busy={busy}>
      <input type="hidden" name="version" value={version} />
      <fieldset>
        <legend>{words.discoveryTitle}</legend>
        <div className="row three">
          <div className="field">
            <label htmlFor="discovery">{words.discoveryLabel}</label>
            <select id="discovery" name="discovery" defaultValue={terms.discovery ?? 'public'}>
              {DISCOVERY.map((it) => (
                <option key={it} value={it}>
                  {words.discovery[it]}
                </option>
              ))}
            </select>
          </div>
          <div>
            <DateField name="shown-from" label={words.shownFrom} hint={words.dateHint} value={terms.shownFrom} />
            <input type="hidden" name="shown-from-was" value={terms.shownFrom ?? ''} />
          </div>
        </div>
        <Tick name="certification" label={words.certification} checked={terms.certification === 'required'} />
      </fieldset>
      <DataFields terms={terms} categories={categories} />
      <fieldset>
        <legend>{words.useTitle}</legend>
        <ConditionLines conditions={terms.conditions ?? []} dataUse={dataUse} />
        <Tick name="automatic" label={words.automatic} checked={terms.automatic ?? false} />
        <div>
          <DateField name="embargo" label={words.embargo} hint={words.dateHint} value={terms.embargoUntil} />
          <input type="hidden" name="embargo-was" value={terms.embargoUntil ?? ''} />
        </div>
      </fieldset>
      <fieldset>
        <legend>{words.requestTitle}</legend>
        <ReviewLines reviews={terms.reviews ?? []} />
        <Tick name="independent" label={words.independent} checked={terms.independentReview ?? true} />
        <TextField name="agreement" label={words.agreement} hint={words.agreementHint} value={terms.agreement} maxLength={100} />
        <TextField name="known-as" label={words.knownAs} hint={words.knownAsHint} value={terms.knownAs?.join(' ')} />
      </fieldset>
      <fieldset>
        <legend>{words.ethicsTitle}</legend>
        <p className="small quiet">{words.ethicsHint}</p>
        <ReferenceLines references={terms.ethics ?? []} />
      </fieldset>
      <fieldset>
        <legend>{words.locationTitle}</legend>
        <p className="small quiet">{words.locationHint}</p>
        <TextField name="url" label={words.url} value={terms.location?.url} />
        <TextField name="instructions-en" label={words.instructionsEn} value={terms.location?.instructions?.['en']} lang="en" />
        <TextField name="instructions-zh" label={words.instructionsZh} value={terms.location?.instructions?.['zh']} lang="zh" />
      </fieldset>
      <div className="steps-row block">
        <TextField name="note" label={`${words.note}${t.brackets(words.noteHint)}`} maxLength={1_000} />
        <button type="submit" className="button main" disabled={busy}>
          {words.save}
        </button>
      </div>
    </Form>
  );
}

function DataFields({ terms, categories }: Pick<Editing, 'terms' | 'categories'>) {
  const { t, say } = useWords();
  const words = t.stewardship.terms;
  const chosen = new Set(terms.dataCategories);
  const others = (terms.dataCategories ?? []).filter((name) => !categories.some((it) => it.name === name));
  return (
    <fieldset>
      <legend>{words.dataTitle}</legend>
      <div role="group" aria-label={words.kinds}>
        <p>{words.kinds}</p>
        <p className="small quiet">{words.kindsHint}</p>
        <ul className="kinds">
          {categories.map(({ name, label, about }) => (
            <li key={name}>
              <Tick name="kind" value={name} label={say(label)} checked={chosen.has(name)} />
              <p className="small quiet">{say(about)}</p>
            </li>
          ))}
        </ul>
      </div>
      <TextField name="other-kinds" label={words.otherKinds} hint={words.otherKindsHint} value={others.join(', ')} />
      <TextField name="country" label={words.country} hint={words.countryHint} value={terms.country} maxLength={2} />
    </fieldset>
  );
}
