import { redirect, type RouterContextProvider } from 'react-router';
import { signInAddress } from '../../api/send.ts';
import { visitorOf } from '../../api/visitor.ts';

/** Leads a stranger to where one signs in, and back; whether one who is known may is decided by what they ask for. */
export async function signedInOnly({ context, url }: { context: Readonly<RouterContextProvider>; url: URL }): Promise<void> {
  if (!(await visitorOf(context))) throw redirect(signInAddress(url), 303);
}
