import { data } from 'react-router';

/** An address that no page has. */
export function loader(): never {
  throw data(null, { status: 404 });
}

export default function MissingPage() {
  return null;
}
