import type { AnswerKind } from '../model/scope.ts';

/** Whether all paths of a route are those where certificates are issued, by plain tokens (RFC 8555, section 8.3). */
export function areChallenges(paths: readonly string[]): boolean {
  return paths.length > 0 && paths.every((path) => path.startsWith('/.well-known/acme-challenge'));
}

/** What a route of challenges answers: nothing that a frame could show. */
export const challengeAnswers: readonly AnswerKind[] = [{ from: 'upstream', statuses: [200], page: 'none' }];
