export { allPass, type Certificate, CERTIFICATE_MONTHS, certification, certifiedDigest, Check, CheckOutcome, type CheckReport, type Files } from './certificate.ts';
export { certificatesOf, nextCertificate, readCheckReport, revokeCertificate, writeCertificate, writeCheckReport } from './certificate-store.ts';
export { CERTIFIED_KIND, defaultCertification, termsHere, writeDefaultCertification, type Certification } from './default-certification.ts';
export { lapseCertificates } from './lapse-certificates.ts';
export { NEVER, shownWhen } from './shown-when.ts';
