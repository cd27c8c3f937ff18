import type { SourceFile } from '../../model/place.ts';

const DOTTED = /^[ \t{"']*spring\.cloud\.gateway\b/im;
/** Objects of Kubernetes carry other programs' files; those have dialects of their own. */
const KUBERNETES = /^apiVersion\s*:/m;

/** 0…1: whether the text configures Spring Cloud Gateway. The file's name says little: it only breaks a tie. */
export function claimSpring({ uri, text, language }: SourceFile): number {
  if (!/\.ya?ml(\.\w+)?$/i.test(uri) && language !== 'yaml') return 0;
  if (!/gateway/i.test(text) || KUBERNETES.test(text)) return 0;
  if (!DOTTED.test(text) && !hasNestedKeys(text)) return 0;
  return /\/(?:application|bootstrap)[^/]*$/i.test(uri) ? 0.9 : 0.8;
}

/** `gateway` inside `cloud`, by indentation or in braces. */
function hasNestedKeys(text: string): boolean {
  if (!/\bspring\b/i.test(text)) return false;
  if (/\bcloud["']?\s*:\s*\{\s*["']?gateway\b|^[ \t]+["']?cloud\.gateway\b/im.test(text)) return true;
  for (const cloud of text.matchAll(/^([ \t]*)["']?(?:spring\.)?cloud["']?[ \t]*:(.*)$/gim)) {
    const [whole, indent = '', rest = ''] = cloud;
    if (/\bgateway\b/i.test(rest)) return true;
    const after = text.slice(cloud.index + whole.length);
    const end = new RegExp(`^[ \\t]{0,${indent.length}}[^\\s#]`, 'm').exec(after);
    if (/^[ \t]+["']?gateway\b/im.test(after.slice(0, end?.index))) return true;
  }
  return false;
}
