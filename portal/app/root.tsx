import chineseFont from '@fontsource/noto-sans-sc/400.css?url';
import { use, type ReactNode } from 'react';
import { Links, Meta, Outlet, Scripts, ScrollRestoration, useNavigation, useRouteLoaderData, type LoaderFunctionArgs, type ShouldRevalidateFunctionArgs } from 'react-router';
import { keeperOf } from './api/keeper.ts';
import { visitorOf } from './api/visitor.ts';
import { chooseLanguage, chooseTheme } from './language/choose-language.ts';
import { useWords } from './language/use-words.tsx';
import './look/index.css';
import { Nonce } from './parts/nonce.ts';
import { ProblemPage } from './parts/problem-page.tsx';
import { SiteFoot } from './parts/site-foot.tsx';
import { SiteHead } from './parts/site-head.tsx';

export async function loader({ request, context }: LoaderFunctionArgs) {
  // Who brings no cookie is not asked about.
  const visitor = request.headers.has('cookie') ? await visitorOf(context) : null;
  return { language: chooseLanguage(request), theme: chooseTheme(request), visitor, keeper: await keeperOf(context, visitor) };
}

/** Language and theme change by a choice (which revalidates in place), what waits for a curator by what was done; by nothing else. */
export const shouldRevalidate = ({ currentUrl, nextUrl, formMethod }: ShouldRevalidateFunctionArgs) =>
  currentUrl.href === nextUrl.href ||
  currentUrl.searchParams.has('lang') ||
  nextUrl.searchParams.has('lang') ||
  nextUrl.pathname === '/curation' ||
  (formMethod !== undefined && formMethod !== 'GET');

export function Layout({ children }: { children: ReactNode }) {
  const nonce = use(Nonce);
  const root = useRouteLoaderData<typeof loader>('root');
  const language = root?.language ?? 'en';
  return (
    <html lang={language === 'zh' ? 'zh-Hans' : 'en'} data-theme={root?.theme ?? 'auto'} suppressHydrationWarning>
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <link rel="icon" href="/favicon.svg" type="image/svg+xml" />
        <Meta />
        <Links />
      </head>
      <body>
        {children}
        {/* At the end on purpose: a hundred small font rules that no first paint should wait for. */}
        <link rel="stylesheet" href={chineseFont} />
        <ScrollRestoration nonce={nonce} />
        <Scripts nonce={nonce} />
      </body>
    </html>
  );
}

function Frame({ children }: { children: ReactNode }) {
  const { t } = useWords();
  const navigation = useNavigation();
  const waiting = navigation.state !== 'idle';
  return (
    <>
      <a className="skip" href="#content">
        {t.skip}
      </a>
      {waiting && <div className="bar" role="progressbar" aria-label={t.loading} />}
      <SiteHead />
      <main id="content" tabIndex={-1} aria-busy={waiting}>
        {children}
      </main>
      <SiteFoot />
    </>
  );
}

export default function App() {
  return (
    <Frame>
      <Outlet />
    </Frame>
  );
}

export function ErrorBoundary({ error }: { error: unknown }) {
  return (
    <Frame>
      <ProblemPage error={error} />
    </Frame>
  );
}
