import type { RouterContextProvider } from 'react-router';
import { query } from '../../api/load.ts';
import { written } from '../../api/send.ts';
import { apiContext } from '../../api/request-context.ts';

/** What a page takes; the API itself takes far larger tables, as a stream. */
const LARGEST = 4.5 * 2 ** 20;

interface HandedIn {
  form: FormData;
  /** Sends the table of the form, if there is one, to be looked through. */
  table: (context: Readonly<RouterContextProvider>, path: string) => Promise<Response>;
}

/** Reads a form that may bring a table along. */
export async function handIn(request: Request): Promise<HandedIn | 'too-large'> {
  if (Number(request.headers.get('content-length') ?? 0) > LARGEST) return 'too-large';
  const form = await request.formData();
  const file = form.get('table');
  const text = file instanceof File && file.size > 0 ? textOf(await file.arrayBuffer()) : undefined;
  return {
    form,
    table: (context, path) =>
      context.get(apiContext)(path + query({ quasi: written(form, 'quasi') }), {
        method: 'POST',
        headers: { accept: 'application/json, application/problem+json', ...(text === undefined ? {} : { 'content-type': 'text/csv' }) },
        ...(text === undefined ? {} : { body: text }),
      }),
  };
}

/** UTF-8, or else what Chinese spreadsheets write. */
function textOf(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('gb18030').decode(bytes);
  }
}
