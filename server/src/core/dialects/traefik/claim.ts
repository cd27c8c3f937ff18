import type { SourceFile } from '../../model/place.ts';

/**
 * Whether a file looks like one of Traefik's, by its name and a few words. Read without parsing: most YAML files of a
 * workspace are none of ours.
 */
export function claimTraefik({ uri, text }: SourceFile): number {
  const path = uri.slice(uri.lastIndexOf('/') + 1).toLowerCase();
  if (!/\.(ya?ml|json)$/.test(path) && !/^[^.]*$/.test(path)) return 0;
  if (!path.startsWith('traefik.') && !/traefik|entrypoints|websecure|^["{\s]*http\b/im.test(text)) return 0;
  if (/^["\s{-]*apiVersion["']?\s*:/m.test(text)) return kubernetes(text);
  if (
    /^["'\s{]*services["']?\s*:/m.test(text) &&
    /^[ \t]+["']?(image|build|labels|deploy|command|extends)["']?\s*:/m.test(text)
  ) {
    return compose(text);
  }
  if (isDynamic(text)) return 0.9;
  if (isHelmValues(text)) return 0.5;
  return isStatic(text, path) ? 0.9 : 0;
}

function kubernetes(text: string): number {
  if (/apiVersion["']?\s*:\s*["']?traefik\.(io|containo\.us)\//.test(text)) return 0.9;
  if (/\btraefik\.ingress\.kubernetes\.io\//.test(text)) return 0.8;
  if (/(ingressClassName|kubernetes\.io\/ingress\.class)["']?\s*:\s*["']?traefik/.test(text)) return 0.8;
  if (/\btraefik\.io\/ingress-controller\b/.test(text)) return 0.5;
  return /--entry[pP]oints\.[\w-]+\./.test(text) ? 0.5 : 0;
}

function compose(text: string): number {
  if (/\btraefik\.(enable|http|tcp|frontend|docker)\b/i.test(text)) return 0.9;
  return /--entry[pP]oints\.|\bTRAEFIK_ENTRYPOINTS_/.test(text) ? 0.8 : 0;
}

/** `http:` at the root with one of the maps of a dynamic configuration below it. */
function isDynamic(text: string): boolean {
  const [root] = /^["']?http["']?\s*:[^\n]*(?:\r?\n(?:[ \t#{}][^\n]*)?)*/im.exec(text) ?? [];
  const flow = /^\s*\{\s*["']?http["']?\s*:\s*\{[\s\S]*?["']?(routers|middlewares|services)["']?\s*:/i.test(
    text,
  );
  if (flow) return true;
  if (root === undefined) return false;
  // A list that was begun and not finished: no other program has one there.
  if (/^http:\s*\[\s*$/i.test(root.trim())) return true;
  return /(?:^|[\s{,"'])(routers?|middlewares?|services|serversTransports)["']?\s*:(?:\s|$)/im.test(root);
}

function isStatic(text: string, name: string): boolean {
  const hasEntryPoints =
    /^["']?entryPoints["']?\s*:\s*(#.*)?$/im.test(text) || /^["']?entryPoints["']?\s*:\s*\{/im.test(text);
  if (hasEntryPoints && /\baddress\b|\bhttp\b/i.test(text)) return true;
  const isNamed = /^traefik\.ya?ml$/.test(name);
  return isNamed && /^(entryPoints|providers|certificatesResolvers|api|log|accessLog|ping)\s*:/im.test(text);
}

/** Values of Traefik's Helm chart that say something of entry points. */
function isHelmValues(text: string): boolean {
  if (/^additionalArguments:/m.test(text) && /--entry[pP]oints\.[\w-]+\./.test(text)) return true;
  return /^ports:/m.test(text) && /^[ \t]+websecure:/m.test(text) && /@kubernetescrd|@file/.test(text);
}
