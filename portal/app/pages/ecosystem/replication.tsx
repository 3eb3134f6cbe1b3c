import type { ApiFollowings, ApiRefusedSayings } from '@biotope/node/contract';
import { Form, Link } from 'react-router';
import { query } from '../../api/load.ts';
import { Said, useWords } from '../../language/use-words.tsx';
import { Minute } from '../../parts/day.tsx';
import { HealthMark } from './health-mark.tsx';
import { DigestMark } from './members-table.tsx';
import { nodeAddress, type EcosystemNode } from './shapes.ts';

type Following = ApiFollowings['items'][number];
const HOLDINGS = ['held', 'outside', 'own', 'loop', 'refused'] as const;

/** How replication of a member's feeds stands, here and there; the operator may have them compared now. */
export function Replication({ node, followings, operates }: { node: EcosystemNode; followings: Following[]; operates: boolean }) {
  const { t, format } = useWords();
  const words = t.federation;
  const dash = <span className="quiet">–</span>;
  return (
    <section className="block" id="replication">
      <h2>{words.member.state}</h2>
      <p>
        <HealthMark health={node.health} /> <span className="quiet">{words.healthMeaning[node.health]}</span>
      </p>
      {followings.length > 0 && (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{words.member.feed}</th>
                <th>{words.state}</th>
                <th>{words.lastSuccess}</th>
                <th className="number">{words.lag}</th>
                <th className="number">{words.hereThere}</th>
                <th>{words.digest}</th>
                {HOLDINGS.map((state) => (
                  <th key={state} className="number">
                    {words.holdings[state]}
                  </th>
                ))}
                {operates && (
                  <th>
                    <span className="visually-hidden">{words.member.compare}</span>
                  </th>
                )}
              </tr>
            </thead>
            <tbody>
              {followings.map((each) => (
                <tr key={each.id}>
                  <th scope="row" className="nowrap">
                    {words.member.audience[each.audience]}
                  </th>
                  <td className="nowrap">{words.feedStates[each.state]}</td>
                  <td className="nowrap">{each.lastSuccess ? <Minute at={each.lastSuccess} /> : dash}</td>
                  <td className="number">{each.lag === null ? dash : format.duration(Math.max(0, each.lag) / 1_000)}</td>
                  <td className="number">
                    {format.number(each.here.count)} / {each.there ? format.number(each.there.count) : dash}
                  </td>
                  <td className="nowrap">
                    <DigestMark equal={each.digestEqual} />
                  </td>
                  {HOLDINGS.map((state) => (
                    <td key={state} className={state === 'refused' && each.holdings.refused > 0 ? 'number bad-text' : 'number'}>
                      {format.number(each.holdings[state])}
                    </td>
                  ))}
                  {operates && (
                    <td className="nowrap">
                      <Form method="post" preventScrollReset>
                        <input type="hidden" name="audience" value={each.audience} />
                        <button type="submit" name="step" value="compare" className="link-button" aria-label={`${words.member.compare}: ${words.member.audience[each.audience]}`}>
                          {words.member.compare}
                        </button>
                      </Form>
                    </td>
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {followings.map(
        ({ id, problem, lastRepair }) =>
          (problem || lastRepair) && (
            <div key={id} className="small feed-notes">
              {problem && (
                <p className="bad-text">
                  <Said of={problem} />
                </p>
              )}
              {lastRepair && (
                <p className="quiet">{words.repair({ ...lastRepair, at: format.isoMinute(lastRepair.at), seconds: format.duration(lastRepair.milliseconds / 1_000) })}</p>
              )}
            </div>
          ),
      )}
      {operates && followings.length > 0 && <p className="small quiet">{words.member.compareText}</p>}
    </section>
  );
}

/** What of its feeds was not taken in, and why. */
export function Refused({ lists }: { lists: { audience: string; list: ApiRefusedSayings }[] }) {
  const { t } = useWords();
  const words = t.federation;
  const items = lists.flatMap(({ audience, list }) => list.items.map((item) => ({ ...item, audience })));
  const more = lists.find(({ list }) => list.next);
  return (
    <section className="block" id="refused">
      <h2>{words.member.refused}</h2>
      {items.length === 0 ? (
        <p className="quiet">{words.member.refusedNone}</p>
      ) : (
        <>
          <p>{words.member.refusedLead}</p>
          <div className="wide">
            <table>
              <thead>
                <tr>
                  <th>{words.member.from}</th>
                  <th>{words.member.record}</th>
                  <th className="number">{words.member.version}</th>
                  <th>{words.member.reason}</th>
                </tr>
              </thead>
              <tbody>
                {items.map(({ origin, originName, resource, incarnation, version, audience, reason }) => (
                  <tr key={`${audience} ${origin} ${resource}`}>
                    <td>
                      <Link to={nodeAddress(origin)}>{originName ? <Said of={originName} /> : <code>{origin}</code>}</Link>
                    </td>
                    <th scope="row">
                      <code>{resource}</code>
                    </th>
                    <td className="number">
                      {incarnation}.{version}
                    </td>
                    <td>
                      <Said of={reason} />
                    </td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
          {more && <Link to={`${query({ refused: more.list.next, feed: more.audience })}#refused`}>{words.member.more}</Link>}
        </>
      )}
    </section>
  );
}
