import type { ApiProblem, ApiUse } from '@biotope/node/contract';
import { data, Form, Link, useActionData, useLoaderData, useNavigation, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { loadName } from '../../api/load-name.ts';
import { segment } from '../../api/load.ts';
import { change, written } from '../../api/send.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { DecisionLine, Obligations } from './decision.tsx';

export async function loader({ params, context }: LoaderFunctionArgs) {
  const id = params['id'] ?? '';
  return { id, title: await loadName(context, id) };
}

/** Asked at the moment of use: the answer and the place are in the answer of this request and nowhere else. */
export async function action({ request, params, context, url }: ActionFunctionArgs) {
  const form = await request.formData();
  const destination = written(form, 'destination')?.toUpperCase();
  const answer = await change<ApiUse>({ context, url }, `/api/v1/resources/${segment(params['id'] ?? '')}/use`, destination ? { destination } : {});
  return 'problem' in answer ? data<Answer>(answer, { status: answer.problem.status }) : data<Answer>(answer);
}
type Answer = { done: ApiUse; problem?: undefined } | { problem: ApiProblem; done?: undefined };

export default function UsePage() {
  const { id, title } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t, say } = useWords();
  const busy = useNavigation().state === 'submitting';
  const words = t.stewardship.use;
  return (
    <>
      <PageTitle>{words.title(say(title))}</PageTitle>
      <p className="crumbs">
        <Link to={`/r/${id}`}>
          <Said of={title} />
        </Link>
      </p>
      <h1>{words.title(say(title))}</h1>
      <p className="lead">{words.lead}</p>
      {answer?.problem && (
        <Notice id="refused" tone="bad">
          <span lang="en">{answer.problem.detail}</span>
        </Notice>
      )}
      {answer?.done && (
        <Notice id="answer" tone={answer.done.allowed ? 'calm' : 'bad'}>
          <DecisionLine decision={answer.done} />
          <Obligations obligations={answer.done.obligations} />
        </Notice>
      )}
      {answer?.done?.allowed && <Place use={answer.done} />}
      <Form method="post" className="steward-form block" aria-busy={busy}>
        <div className="field">
          <label htmlFor="destination">{words.destination}</label>
          <input id="destination" name="destination" type="text" maxLength={2} pattern="[A-Za-z]{2}" autoComplete="off" aria-describedby="destination-hint" />
          <p id="destination-hint" className="small quiet">
            {words.destinationHint}
          </p>
        </div>
        <p>
          <button type="submit" className="button main" disabled={busy}>
            {words.button}
          </button>
        </p>
      </Form>
    </>
  );
}

function Place({ use: { location, distributions } }: { use: ApiUse }) {
  const { t } = useWords();
  const words = t.stewardship.use;
  return (
    <section className="block stack">
      <h2>{words.location}</h2>
      {!location && distributions.length === 0 && <p>{words.noLocation}</p>}
      {location?.url && (
        <p>
          <OutLink to={location.url} />
        </p>
      )}
      {location?.instructions && (
        <p>
          <Said of={location.instructions} />
        </p>
      )}
      {distributions.length > 0 && (
        <>
          <h3>{words.files}</h3>
          <ul className="plain-list">
            {distributions.map((url) => (
              <li key={url}>
                <OutLink to={url} />
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
