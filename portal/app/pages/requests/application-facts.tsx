import type { ApiRequest } from '@biotope/node/contract';
import { useWords } from '../../language/use-words.tsx';
import { Prose } from '../../parts/prose.tsx';

/** What the asker wrote; what was left out is not shown. */
export function ApplicationFacts({ request }: { request: ApiRequest }) {
  const { t, format, say } = useWords();
  const words = t.requests;
  const { purpose, justification, actions, destination } = request.application;
  const { ethicsApproval: ethics, undertakes } = purpose;
  const { asker } = request;
  const facts: [string, string | undefined][] = [
    [words.one.asker, asker.name + (asker.organisation ? t.brackets(say(request.organisation) || asker.organisation) : '')],
    [words.ask.name, purpose.title],
    [words.ask.uses, purpose.uses.map((use) => words.ask.useNames[use]).join(t.comma)],
    [words.ask.diseases, purpose.diseases.join(t.comma)],
    [words.ask.researchTypes, purpose.researchTypes.join(t.comma)],
    [words.ask.months, purpose.months === undefined ? undefined : format.number(purpose.months)],
    [words.ask.countries, purpose.countries.join(t.comma)],
    [words.ask.institution, purpose.institution],
    [words.ask.project, purpose.project],
    [words.ask.organisationType, purpose.organisationType && words.ask.organisationTypes[purpose.organisationType]],
    [words.ask.commercial, purpose.commercial === undefined ? undefined : purpose.commercial ? words.ask.yes : words.ask.no],
    [words.ask.ethics, ethics && [ethics.reference, ethics.by, ethics.until].filter(Boolean).join(t.comma)],
    [
      words.ask.undertakes,
      (['publish', 'collaborate', 'returnResults'] as const)
        .filter((it) => undertakes[it])
        .map((it) => words.ask.undertakings[it])
        .join(t.comma),
    ],
    [words.one.access, actions.map((it) => words.one.actions[it] ?? it).join(t.comma)],
    [words.one.destination, destination],
  ];
  return (
    <section className="block" aria-labelledby="what">
      <h2 id="what">{words.one.what}</h2>
      {justification && <Prose text={justification} />}
      <dl className="facts">
        {facts
          .filter(([, value]) => value)
          .map(([label, value]) => (
            <div key={label} className="fact">
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
      </dl>
    </section>
  );
}
