import type { ApiTokens } from '@biotope/node/contract';
import { Form } from 'react-router';
import { useWords } from '../../language/use-words.tsx';
import { EndButton } from './end-button.tsx';
import { Refusal } from './refusal.tsx';
import { NameScopesExpiry } from './name-scopes-expiry.tsx';

/** One's tokens, each to be ended, and the form for another. */
export function Tokens({ tokens, today, refused }: { tokens: ApiTokens['items']; today: string; refused: string | undefined }) {
  const { t, format } = useWords();
  const words = t.account.page;
  return (
    <section className="block" id="tokens">
      <h2>{words.tokens}</h2>
      <p className="quiet">{words.tokensLead}</p>
      <Refusal detail={refused} />
      {tokens.length === 0 ? (
        <p className="quiet">{words.noTokens}</p>
      ) : (
        <div className="wide">
          <table>
            <thead>
              <tr>
                <th>{words.tokenName}</th>
                <th>{words.tokenScopes}</th>
                <th>{words.tokenExpires}</th>
                <th>{words.lastUsed}</th>
                <th>{words.end}</th>
              </tr>
            </thead>
            <tbody>
              {tokens.map((token) => (
                <tr key={token.id}>
                  <th scope="row">{token.name}</th>
                  <td>{token.scopes.map((scope) => t.account.scopes[scope]).join(t.comma)}</td>
                  <td className="nowrap">{format.isoDay(token.expires)}</td>
                  <td className="nowrap">{token.lastUsed ? format.isoMinute(token.lastUsed) : words.never}</td>
                  <td>
                    <EndButton id={token.id} what={token.name} step="token" />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <Form method="post" className="stack token-form" preventScrollReset key={tokens.length}>
        <input type="hidden" name="step" value="token" />
        <NameScopesExpiry today={today} name={words.tokenName} />
        <p>
          <button type="submit" className="button">
            {words.makeToken}
          </button>
        </p>
      </Form>
    </section>
  );
}
