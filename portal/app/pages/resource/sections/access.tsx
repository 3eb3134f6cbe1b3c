import { Link } from 'react-router';
import { Said, useWords } from '../../../language/use-words.tsx';
import { AgreementLink, Conditions, Reviews } from '../../stewardship/asked.tsx';
import { CertificateMark } from '../../stewardship/certificate-mark.tsx';
import { DecisionLine, Obligations } from '../../stewardship/decision.tsx';
import { RequestStatusMark, TurnLine } from '../../requests/turn-line.tsx';
import type { ResourcePage } from '../load-page.ts';
import type { Section } from './section.ts';

/** Whether anything is to be said of access at all; nearly all resources are open and bear no terms. */
const isGoverned = ({ asks, decision, dataCategories, embargo, certification, certificate }: ResourcePage['access']): boolean =>
  !asks.nothing || !decision.allowed || dataCategories.length > 0 || embargo !== undefined || certification === 'required' || certificate !== undefined;

/** Without a purpose every condition is unmet; they stand below by their names. */
const isNews = ({ policy, outcome }: ResourcePage['access']['decision']['reasons'][number]): boolean => !(outcome === 'lacks' && policy.startsWith('DUO:'));

/** A request that is not decided: there is nothing to ask for again. */
const isUnderWay = (request: ResourcePage['access']['request']): boolean => request !== undefined && ['draft', 'review', 'question'].includes(request.status);

export const access: Section = {
  id: 'access',
  title: (t) => t.stewardship.access.title,
  fields: [],
  shown: ({ access: it }) => isGoverned(it) || it.mine.steward || it.mine.certify,
  Body({ page: { resource, access: it } }) {
    const { t } = useWords();
    const words = t.stewardship.access;
    return (
      <div className="stack">
        {isGoverned(it) ? <DecisionLine decision={{ ...it.decision, reasons: it.decision.reasons.filter(isNews) }} /> : <p>{words.nothing}</p>}
        <Obligations obligations={it.decision.obligations} />
        <p className="actions">
          {it.decision.answer === 'ask' && !isUnderWay(it.request) && (
            <Link className="button main" to={`/requests/new?resource=${resource.id}`}>
              {words.ask}
            </Link>
          )}
          {it.decision.allowed && !it.asks.nothing && (
            <Link className="button main" to={`/r/${resource.id}/use`}>
              {words.use}
            </Link>
          )}
          {it.mine.steward && (
            <Link className="button" to={`/r/${resource.id}/terms`}>
              {words.edit}
            </Link>
          )}
          {it.mine.certify && (
            <Link className="button" to={`/r/${resource.id}/certify`}>
              {words.certify}
            </Link>
          )}
          {it.mine.steward && <Link to={`/requests?tab=all&resource=${resource.id}`}>{words.requests}</Link>}
          {it.mine.steward && <Link to={`/ledger?subject=${resource.id}`}>{words.decisions}</Link>}
        </p>
        {isGoverned(it) && <Facts it={it} />}
      </div>
    );
  },
};

function Facts({ it }: { it: ResourcePage['access'] }) {
  const { t, format } = useWords();
  const words = t.stewardship.access;
  return (
    <dl className="facts">
      {it.request && (
        <>
          <dt>{words.request}</dt>
          <dd>
            <Link to={`/requests/${it.request.id}`}>
              <RequestStatusMark status={it.request.status} />
            </Link>{' '}
            <TurnLine turn={it.request.turn} />
          </dd>
        </>
      )}
      {it.asks.conditions.length > 0 && (
        <>
          <dt>{words.conditions}</dt>
          <dd>
            <Conditions conditions={it.asks.conditions} />
            {it.asks.automatic && <p className="small quiet">{words.automatic}</p>}
          </dd>
        </>
      )}
      {it.asks.reviews.length > 0 && (
        <>
          <dt>{words.reviews}</dt>
          <dd>
            <Reviews reviews={it.asks.reviews} />
          </dd>
        </>
      )}
      {it.asks.agreement && (
        <>
          <dt>{words.agreement}</dt>
          <dd>
            <AgreementLink id={it.asks.agreement} />
          </dd>
        </>
      )}
      {it.embargo && (
        <>
          <dt>{words.embargo}</dt>
          <dd>
            <time dateTime={it.embargo.until}>{(it.embargo.inForce ? words.embargoUntil : words.embargoOver)(format.day(it.embargo.until))}</time>
          </dd>
        </>
      )}
      {it.dataCategories.length > 0 && (
        <>
          <dt>{words.kinds}</dt>
          <dd>
            {it.dataCategories.map(({ name, label }, place) => (
              <span key={name}>
                {place > 0 && t.comma}
                <Said of={label} />
              </span>
            ))}{' '}
            <Link className="small" to="/red-lines">
              {t.stewardship.redLines.title}
            </Link>
          </dd>
        </>
      )}
      {it.country && (
        <>
          <dt>{words.country}</dt>
          <dd>{it.country}</dd>
        </>
      )}
      {(it.certificate ?? it.certification === 'required') && (
        <>
          <dt>{words.certificate}</dt>
          <dd>{it.certificate ? <CertificateMark certificate={it.certificate} /> : words.notCertified}</dd>
        </>
      )}
      {it.ethics && (
        <>
          <dt>{words.ethics}</dt>
          <dd>
            <ul>
              {it.ethics.map(({ type, reference, by, until }) => (
                <li key={`${type} ${reference}`}>
                  {words.reference[type]} {[reference, by, until && words.until(until)].filter(Boolean).join(t.comma)}
                </li>
              ))}
            </ul>
          </dd>
        </>
      )}
    </dl>
  );
}
