import type { Api } from '../../../catalogue/index.ts';
import type { AskingRouteOptions } from './options.ts';
import { questionOperations } from './questions.ts';
import { searchOperations } from './search.ts';
import { statusOperations } from './status.ts';

/** What is asked of members now, and what this node answers where it is a member. */
export async function askingRoutes(api: Api, options: AskingRouteOptions): Promise<void> {
  searchOperations(api, options);
  statusOperations(api, options);
  await api.register((signed) => questionOperations(signed as Api, options));
}
