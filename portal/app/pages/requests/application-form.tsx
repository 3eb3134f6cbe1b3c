import { useEffect, useRef } from 'react';
import { Form, useFetcher, useLocation, useNavigation } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import type { ApplicationAnswer } from './apply.ts';
import { CheckAnswer } from './check-answer.tsx';
import { ChoiceField, Field, TextField, Ticks } from './fields.tsx';
import { USES, type Application } from './shapes.ts';

/** Milliseconds without typing after which the answer is asked for anew. */
const PAUSE = 500;
const UNDERTAKINGS = ['publish', 'collaborate', 'returnResults'] as const;

/** The purpose form, with what would become of the request beside it: at once with scripts, by its button without. */
export function ApplicationForm({ application, answer }: { application?: Application | undefined; answer: ApplicationAnswer | undefined }) {
  const { t } = useWords();
  const words = t.requests.ask;
  const { pathname, search } = useLocation();
  const busy = useNavigation().state === 'submitting';
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const live = useFetcher<ApplicationAnswer>();
  useEffect(() => () => clearTimeout(timer.current), []);
  const ask = () => {
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      if (form.current) void live.submit(new FormData(form.current), { method: 'post', action: pathname + search });
    }, PAUSE);
  };
  const { purpose, justification, actions, destination } = answer?.application ?? application ?? { purpose: undefined, justification: '', actions: [], destination: undefined };
  return (
    <div className="ask-columns">
      <Form ref={form} method="post" action={pathname + search} className="ask-form" onChange={ask}>
        <fieldset>
          <legend>{words.purpose}</legend>
          <TextField name="title" label={words.name} hint={words.nameHint} value={purpose?.title} required maxLength={1000} />
          <Field name="justification" label={words.justification} hint={words.justificationHint}>
            {(props) => <textarea {...props} rows={5} maxLength={10_000} defaultValue={justification} />}
          </Field>
          <Ticks label={words.uses} name="uses" options={USES.map((use) => [use, words.useNames[use]])} chosen={purpose?.uses} />
          <TextField name="diseases" label={words.diseases} hint={words.diseasesHint} value={purpose?.diseases.join(', ')} />
          <TextField name="researchTypes" label={words.researchTypes} hint={words.researchTypesHint} value={purpose?.researchTypes.join(', ')} />
          <TextField name="months" label={words.months} value={purpose?.months?.toString()} type="number" min={1} max={60} />
        </fieldset>
        <fieldset>
          <legend>{words.where}</legend>
          <TextField name="countries" label={words.countries} hint={words.countriesHint} value={purpose?.countries.join(', ')} />
          <TextField name="institution" label={words.institution} hint={words.institutionHint} value={purpose?.institution} />
          <TextField name="project" label={words.project} value={purpose?.project} />
          <ChoiceField
            name="organisationType"
            label={words.organisationType}
            value={purpose?.organisationType}
            options={[['', words.unsaid], ...(['not-for-profit', 'for-profit'] as const).map((it) => [it, words.organisationTypes[it]] as const)]}
          />
          <ChoiceField
            name="commercial"
            label={words.commercial}
            value={purpose?.commercial === undefined ? '' : purpose.commercial ? 'yes' : 'no'}
            options={[
              ['', words.unsaid],
              ['no', words.no],
              ['yes', words.yes],
            ]}
          />
          <Ticks label={words.export} name="actions" options={[['resource:export', `${words.export} (${words.exportHint})`]]} chosen={actions} bare />
          <TextField name="destination" label={words.destination} hint="CN, DE, …" value={destination} maxLength={2} />
        </fieldset>
        <fieldset>
          <legend>{words.ethics}</legend>
          <TextField name="reference" label={words.reference} value={purpose?.ethicsApproval?.reference} maxLength={500} />
          <TextField name="approvedBy" label={words.approvedBy} value={purpose?.ethicsApproval?.by} maxLength={500} />
          <TextField name="approvedUntil" label={words.approvedUntil} value={purpose?.ethicsApproval?.until} type="date" />
        </fieldset>
        <Ticks
          label={words.undertakes}
          name="undertakes"
          options={UNDERTAKINGS.map((it) => [it, words.undertakings[it]])}
          chosen={UNDERTAKINGS.filter((it) => purpose?.undertakes[it])}
        />
        <div className="steps-row">
          <button type="submit" className="button main" name="step" value="submit" disabled={busy}>
            {words.submit}
          </button>
          <button type="submit" className="button" name="step" value="save" disabled={busy} formNoValidate>
            {words.save}
          </button>
          <button type="submit" className="button" name="step" value="check" disabled={busy} formNoValidate>
            {words.check}
          </button>
        </div>
      </Form>
      <CheckAnswer answer={live.data ?? answer} busy={live.state !== 'idle'} />
    </div>
  );
}
