import type { ApiMemberships, ApiNodeKeys } from '@biotope/node/contract';
import { Form, Link, useActionData, useLoaderData, type ActionFunctionArgs, type LoaderFunctionArgs } from 'react-router';
import { load } from '../../api/load.ts';
import { useWords } from '../../language/use-words.tsx';
import { Notice } from '../../parts/notice.tsx';
import { PageTitle } from '../../parts/page-title.tsx';
import { Refusal } from '../account/refusal.tsx';
import { signedInOnly } from '../people/signed-in-only.ts';
import { changeMemberships } from './change-memberships.ts';
import { KeysSection } from './keys-section.tsx';
import { HandedOver, RoleField } from './membership-fields.tsx';
import { Past, Standing, Waiting } from './membership-card.tsx';

export async function loader({ url, context }: LoaderFunctionArgs) {
  await signedInOnly({ url, context });
  const [{ items }, keys] = await Promise.all([load<ApiMemberships>(context, '/api/v1/federation/memberships'), load<ApiNodeKeys>(context, '/api/v1/federation/keys')]);
  return { items, keys };
}

export const action = (args: ActionFunctionArgs) => changeMemberships(args);

/** Whom this node belongs to, and who belongs to it: for its operator. */
export default function ManagePage() {
  const { items, keys } = useLoaderData<typeof loader>();
  const answer = useActionData<typeof action>();
  const { t } = useWords();
  const words = t.federation.manage;
  const waiting = items.filter(({ side, state }) => side === 'member' && state === 'asked');
  const members = items.filter(({ side, state }) => side === 'member' && state === 'admitted');
  const hubs = items.filter(({ side, state }) => side === 'hub' && (state === 'asked' || state === 'admitted'));
  const past = items.filter(({ state }) => state !== 'asked' && state !== 'admitted');
  return (
    <>
      <PageTitle>{words.title}</PageTitle>
      <p className="crumbs">
        <Link to="/ecosystem">{t.federation.title}</Link>
      </p>
      <h1>{words.title}</h1>
      <p className="lead">{words.lead}</p>
      {answer && 'done' in answer && <Notice id="done">{words.done[answer.step]}</Notice>}
      {answer && 'problem' in answer && answer.problem === 'unconfirmed' && (
        <Notice id="unconfirmed" tone="bad">
          {words.unconfirmed}
        </Notice>
      )}
      <Refusal detail={answer && 'problem' in answer && answer.problem !== 'unconfirmed' ? answer.problem.detail : undefined} />
      <section className="block" id="waiting">
        <h2>{words.waiting}</h2>
        {waiting.length === 0 ? (
          <p className="quiet">{words.noneWaiting}</p>
        ) : (
          <ul>
            {waiting.map((membership) => (
              <Waiting key={membership.id} membership={membership} />
            ))}
          </ul>
        )}
      </section>
      {(
        [
          ['members', members, words.members, words.noMembers],
          ['hubs', hubs, words.hubs, words.noHubs],
        ] as const
      ).map(([id, list, title, none]) => (
        <section key={id} className="block" id={id}>
          <h2>{title}</h2>
          {list.length === 0 ? (
            <p className="quiet">{none}</p>
          ) : (
            <ul>
              {list.map((membership) => (
                <Standing key={membership.id} membership={membership} />
              ))}
            </ul>
          )}
        </section>
      ))}
      <Join again={items.length} />
      <KeysSection keys={keys} />
      {past.length > 0 && (
        <section className="block" id="past">
          <h2>{words.over}</h2>
          <Past memberships={past} />
        </section>
      )}
    </>
  );
}

function Join({ again }: { again: number }) {
  const words = useWords().t.federation.manage;
  return (
    <section className="block" id="join">
      <h2>{words.join}</h2>
      <p>{words.joinText}</p>
      <Form method="post" className="eco-form" key={again} aria-label={words.join}>
        <div className="fields-row">
          <div className="field">
            <label htmlFor="hub">{words.address}</label>
            <input id="hub" name="hub" type="url" required maxLength={2_000} placeholder="https://hub.example.org" />
          </div>
        </div>
        <RoleField id="join" chosen="platform" />
        <HandedOver />
        <button type="submit" name="step" value="join" className="button main">
          {words.joinButton}
        </button>
      </Form>
    </section>
  );
}
