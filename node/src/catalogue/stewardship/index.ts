export { certifyByDefault } from './certify-by-default.ts';
export { stewardshipRoutes, type StewardshipRouteOptions } from './routes/index.ts';
export type { AccessView, CertificateView, CheckReportView, RedLineView, TermsView, UseView } from './views.ts';
