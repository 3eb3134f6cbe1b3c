import type { Config } from '@react-router/dev/config';

/** Routes are few: their manifest comes with the first page and no later request asks for it. */
export default { appDirectory: 'app', buildDirectory: 'build', ssr: true, routeDiscovery: { mode: 'initial' } } satisfies Config;
