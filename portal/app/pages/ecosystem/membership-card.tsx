import type { ApiMembership } from '@biotope/node/contract';
import { Form, Link } from 'react-router';
import { Said, useWords } from '../../language/use-words.tsx';
import { OutLink } from '../../parts/out-link.tsx';
import { AdmissionFields, Confirmation, HandedOver, ReasonField, ScopeWords } from './membership-fields.tsx';
import { nodeAddress } from './shapes.ts';

/** Who it is, since when and on which terms. */
function Head({ membership }: { membership: ApiMembership }) {
  const { t, format } = useWords();
  const words = t.federation;
  const { node, role, state, scope, decided, until, asked, message, reason, lastContact } = membership;
  return (
    <>
      <h3>
        <Link to={nodeAddress(node.id)}>
          <Said of={node.name} />
        </Link>
        <span className="quiet small">
          {words.manage.asRole(words.roles[role])} · {words.manage.states[state]}
        </span>
      </h3>
      <p className="fact-row">
        <OutLink to={node.url} />
        <span>{words.since(format.isoDay(decided ?? asked))}</span>
        <span>
          {words.member.until}: {until ? format.isoDay(until) : words.member.noEnd}
        </span>
        {state !== 'asked' && (
          <span>
            {words.member.scope}: <ScopeWords scope={scope} />
          </span>
        )}
      </p>
      {message && <p>{message}</p>}
      {reason && (
        <p>
          {words.manage.reason}: {reason}
        </p>
      )}
      {node.problem && (
        <p className="bad-text">
          <Said of={node.problem} />
        </p>
      )}
      {lastContact.problem && (
        <p className="small bad-text" lang="en">
          {lastContact.problem}
        </p>
      )}
    </>
  );
}

/** One that asks to be let in: admit it on stated terms, or refuse it. */
export function Waiting({ membership }: { membership: ApiMembership }) {
  const { t } = useWords();
  const words = t.federation.manage;
  const { id, role } = membership;
  return (
    <li className="member-card">
      <Head membership={membership} />
      <p className="small">
        {words.asksAs(t.federation.roles[role])} · <code>{membership.node.id}</code>
      </p>
      <Form method="post" className="eco-form" aria-label={words.admit}>
        <input type="hidden" name="id" value={id} />
        <AdmissionFields id={`admit-${id}`} membership={membership} />
        <button type="submit" name="step" value="admit" className="button main">
          {words.admit}
        </button>
      </Form>
      <details>
        <summary>{words.refuse}</summary>
        <Form method="post" className="eco-form" aria-label={words.refuse}>
          <input type="hidden" name="id" value={id} />
          <ReasonField id={`refuse-${id}`} />
          <button type="submit" name="step" value="refuse" className="button">
            {words.refuse}
          </button>
        </Form>
      </details>
    </li>
  );
}

/** One that holds: its hub changes the terms, its member what it hands over; either ends it. */
export function Standing({ membership }: { membership: ApiMembership }) {
  const { t } = useWords();
  const words = t.federation.manage;
  const { id, side, state } = membership;
  const leaving = side === 'hub';
  const ending = leaving ? (state === 'asked' ? words.withdraw : words.leave) : words.end;
  return (
    <li className="member-card">
      <Head membership={membership} />
      <details>
        <summary>{leaving ? words.amendOffer : words.amend}</summary>
        <Form method="post" className="eco-form" aria-label={leaving ? words.amendOffer : words.amend}>
          <input type="hidden" name="id" value={id} />
          {leaving ? <HandedOver sharesGroup={membership.sharesGroup} trustsAskers={membership.trustsAskers} /> : <AdmissionFields id={`amend-${id}`} membership={membership} />}
          <button type="submit" name="step" value={leaving ? 'offer' : 'amend'} className="button main">
            {words.save}
          </button>
        </Form>
      </details>
      <details>
        <summary>{ending}</summary>
        <Form method="post" className="eco-form" aria-label={ending}>
          <input type="hidden" name="id" value={id} />
          <p>{leaving ? words.leaveMeans : words.endMeans}</p>
          <ReasonField id={`end-${id}`} />
          <Confirmation />
          <button type="submit" name="step" value={leaving ? 'leave' : 'end'} className="button danger">
            {ending}
          </button>
        </Form>
      </details>
    </li>
  );
}

/** One that is over. */
export function Past({ memberships }: { memberships: ApiMembership[] }) {
  const { t, format } = useWords();
  const words = t.federation;
  return (
    <div className="wide">
      <table>
        <thead>
          <tr>
            <th>{words.name}</th>
            <th>{words.role}</th>
            <th>{words.state}</th>
            <th>{words.manage.at}</th>
            <th>{words.manage.reason}</th>
          </tr>
        </thead>
        <tbody>
          {memberships.map(({ id, node, role, side, state, ended, until, decided, asked, reason }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={nodeAddress(node.id)}>
                  <Said of={node.name} />
                </Link>
              </th>
              <td>{side === 'hub' ? words.above : words.roles[role]}</td>
              <td>{words.manage.states[state]}</td>
              <td className="nowrap">{format.isoMinute(ended ?? (state === 'expired' ? until : decided) ?? asked)}</td>
              <td>{reason}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
