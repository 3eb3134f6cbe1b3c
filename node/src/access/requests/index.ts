export { acceptancesOf, type Acceptance } from './agreement-store.ts';
export type { NamedSubject } from './asking.ts';
export { grantsFor, grantsOf, grantsReaching, isActive, type Grant } from './grant-store.ts';
export { listRequests } from './list-requests.ts';
export { requestRoutes } from './routes/index.ts';
export { remind } from './reminders.ts';
export { rebuild as rebuildRequests } from './request-store.ts';
export type { AgreementList, AgreementView, CheckView, GrantList, NoticeList, RequestPage, RequestView } from './request-view.ts';
export { RequestSummary } from './request-view.ts';
