import { createRequestHandler, RouterContextProvider, type ServerBuild } from 'react-router';
import * as build from 'virtual:react-router/server-build';
import { apiContext, nonceContext, type Api } from '../app/api/request-context.ts';
import { choiceCookies, chooseLanguage } from '../app/language/choose-language.ts';

/** What the node gives each request: the door to its public API, and the nonce its content security policy allows. */
export interface Surroundings {
  api: Api;
  nonce: string;
}

const answer = createRequestHandler(build as unknown as ServerBuild, 'production');

/** The portal as one function from web request to web response; `node/src/app/http/portal.ts` mounts it. */
export async function handle(request: Request, { api, nonce }: Surroundings): Promise<Response> {
  const context = new RouterContextProvider();
  const language = chooseLanguage(request);
  // The API answers in the language of the page, not of the browser.
  context.set(apiContext, (path, init) => api(path, { ...init, headers: { 'accept-language': language, ...init?.headers } }));
  context.set(nonceContext, nonce);
  const response = await answer(request, context);
  for (const cookie of choiceCookies(request)) response.headers.append('set-cookie', cookie);
  response.headers.set('content-language', language === 'zh' ? 'zh-Hans' : 'en');
  response.headers.append('vary', 'Cookie, Accept-Language');
  if (!response.headers.has('cache-control')) response.headers.set('cache-control', 'private, no-cache');
  return response;
}
