import type { SourceFile } from '../../model/place.ts';

/** `spring.cloud.gateway` in one key, or in keys inside each other. */
const DOTTED = /^[ \t]*["']?spring\.cloud\.gateway\b/im;
const NESTED = /^[ \t]*["']?(?:spring|cloud)["']?\s*:/im;
const GATEWAY =
  /^[ \t]*["']?(?:spring\.)?(?:cloud\.)?gateway["']?(?:\.[\w.[\]-]+)?["']?\s*:|\bgateway:\s*\{/im;
/** What this dialect reads of it; without any, nothing is said about answers. */
const READ =
  /\b(routes|routes-?_?map|default-?_?filters?|secure-?_?headers|remove-?_?hop-?_?by-?_?hop|locator)\b/i;
/** Kubernetes objects carry other applications' files; those have their own dialects. */
const KUBERNETES = /^apiVersion\s*:/m;

/** 0…1: whether the text configures Spring Cloud Gateway; the file's name says little and is only a hint. */
export function claimSpring({ uri, text }: SourceFile): number {
  if (!/\.ya?ml$/i.test(uri) || !/gateway/i.test(text) || KUBERNETES.test(text)) return 0;
  if (!READ.test(text)) return 0;
  if (DOTTED.test(text)) return 0.9;
  if (!NESTED.test(text) || !/\bcloud\b/i.test(text) || !/\bspring\b/i.test(text) || !GATEWAY.test(text))
    return 0;
  return /\/(?:application|bootstrap)[^/]*\.ya?ml$/i.test(uri) ? 0.9 : 0.8;
}
