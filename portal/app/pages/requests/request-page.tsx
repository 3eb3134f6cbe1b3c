import type { ApiRequest } from '@biotope/node/contract';
import { Link, useActionData, useLoaderData, useSearchParams, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { segment } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { ApplicationFacts } from './application-facts.tsx';
import { AskerForms } from './asker-forms.tsx';
import { AssessmentList } from './check-answer.tsx';
import { GrantFacts, Reviews } from './outcome.tsx';
import { ReviewerForms } from './reviewer-forms.tsx';
import { loadSignedIn } from './signed-in.ts';
import { takeStep } from './take-step.ts';
import { Timeline } from './timeline.tsx';
import { RequestStatusMark, TurnLine } from './turn-line.tsx';

export const loader = ({ params, url, context }: LoaderFunctionArgs) => loadSignedIn<ApiRequest>({ context, url }, `/api/v1/requests/${segment(params['id'] ?? '')}`);

export const action = (args: ActionFunctionArgs) => takeStep(args);

/** A request: whose turn it is and what may be done, how it stands, what was asked, what happened. */
export default function RequestPage() {
  const request = useLoaderData<typeof loader>();
  const refused = useActionData<typeof action>();
  const [search] = useSearchParams();
  const { t, say } = useWords();
  const words = t.requests.one;
  const title = words.title(say(request.resource.title));
  return (
    <>
      <PageTitle>{title}</PageTitle>
      <p className="crumbs">
        <Link to={request.role === 'asker' ? '/requests' : '/requests?tab=review'}>{t.requests.title}</Link> ·{' '}
        <Link to={`/r/${request.resource.id}`}>{say(request.resource.title)}</Link>
      </p>
      <div className="heading-row">
        <h1>{title}</h1>
        <RequestStatusMark status={request.status} />
      </div>
      {search.has('done') && !refused && <Notice id="done">{t.requests.done}</Notice>}
      {refused && (
        <Notice id="refused" tone="bad">
          <b>{t.requests.failed}.</b> <span lang="en">{refused.detail}</span>
        </Notice>
      )}
      <section className="block stack" aria-labelledby="whose">
        <h2 id="whose">{words.whose}</h2>
        <p>
          <TurnLine turn={request.turn} />
        </p>
        {request.status === 'draft' && <p className="quiet">{t.requests.ask.draftNote}</p>}
        {request.question && <blockquote>{request.question}</blockquote>}
        {request.reasons.length > 0 && (
          <>
            <p>{words.reasons}:</p>
            <ul className="bulleted">
              {request.reasons.map((it) => (
                <li key={JSON.stringify(it)}>
                  <Said of={it} />
                </li>
              ))}
            </ul>
          </>
        )}
        {request.role === 'asker' ? <AskerForms request={request} /> : <ReviewerForms request={request} />}
      </section>
      {request.grant && <GrantFacts grant={request.grant} />}
      <div className="request-columns">
        <div>
          <ApplicationFacts request={request} />
          {request.assessment && (
            <section className="block stack">
              <h2>{words.assessment}</h2>
              <AssessmentList assessment={request.assessment} />
            </section>
          )}
        </div>
        <div>
          {request.reviews.length > 0 && <Reviews reviews={request.reviews} />}
          <Timeline events={request.events} />
        </div>
      </div>
    </>
  );
}
