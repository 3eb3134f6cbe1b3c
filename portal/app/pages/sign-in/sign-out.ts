import { redirect, type ActionFunctionArgs } from 'react-router';
import { cookiesOf, send } from '../../api/send.ts';

/** Nothing to see here: one signs out by the form in the foot of every page. */
export const loader = () => redirect('/');

export async function action({ context }: ActionFunctionArgs) {
  const response = await send(context, 'DELETE', '/api/v1/session');
  return redirect('/', { status: 303, headers: cookiesOf(response) });
}
