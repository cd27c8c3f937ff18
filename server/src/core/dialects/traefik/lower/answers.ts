import type { AnswerKind } from '../../../model/scope.ts';
import type { Binding } from './bindings.ts';

const PAGES: readonly AnswerKind[] = [{ from: 'upstream', statuses: [200, 404, 500], page: 'content' }];
const REDIRECT: readonly AnswerKind[] = [{ from: 'gateway', statuses: [302], page: 'none' }];
/** Traefik's own dashboard is a page like any other. */
const DASHBOARD: readonly AnswerKind[] = [{ from: 'gateway', statuses: [200], page: 'content' }];

/** What can come out of a router; empty where nobody could frame anything: gRPC. */
export function answersOf(binding: Binding): readonly AnswerKind[] {
  const { router, service } = binding;
  const name = router.service?.text;
  if (name === 'api@internal' || name === 'dashboard@internal') return DASHBOARD;
  // 418, metrics, challenges: nothing to click on.
  if (name?.endsWith('@internal') === true) return REDIRECT;
  if (router.grpc || service?.grpc === true) return [];
  return redirectsAll(binding) ? REDIRECT : PAGES;
}

/** A router for nothing but sending browsers on to https. */
function redirectsAll({ router, entryPoint, chain, parents }: Binding): boolean {
  if (entryPoint?.redirection !== undefined) return true;
  const isEncrypted = [router, ...parents].some(({ tls }) => tls) || entryPoint?.tls === true;
  if (isEncrypted) return false;
  const redirects = chain.links.some(
    (link) => link.kind === 'middleware' && link.middleware.kind === 'redirectscheme',
  );
  if (!redirects) return false;
  const names = entryPoint === undefined ? router.entryPoints.map(({ text }) => text) : [entryPoint.name];
  const port = entryPoint?.port;
  const isPlain = (name: string): boolean =>
    /^(web|http|insecure)$/i.test(name) || port === 80 || port === 8080;
  return names.length === 0 || names.every(isPlain);
}
