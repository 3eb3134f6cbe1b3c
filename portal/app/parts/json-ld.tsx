import { use } from 'react';
import { Nonce } from './nonce.ts';

/**
 * A description for machines in the page: data, never run. `<` and what else could end the element or be read as markup
 * is written as an escape of JSON, so that no title can break out of it. The browser hides the nonce from the page's own
 * scripts, so that the client need not find it again.
 */
export function JsonLd({ data }: { data: object }) {
  return <script type="application/ld+json" nonce={use(Nonce)} suppressHydrationWarning dangerouslySetInnerHTML={{ __html: escaped(JSON.stringify(data)) }} />;
}

const escaped = (json: string) => json.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
