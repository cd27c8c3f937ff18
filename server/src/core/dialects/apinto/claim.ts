import type { SourceFile } from '../../model/place.ts';

/**
 * Whether a file is one of Apinto's or APIPark's: a few words of the text tell, for file names say nothing (`config.yml`,
 * `plugin.yml`).
 */
export function claimApinto({ uri, text }: SourceFile): number {
  if (!/\.(?:ya?ml|json|tpl)$/i.test(uri)) return 0;
  if (/^["'\s{-]*apiVersion["']?\s*:/m.test(text)) return 0;
  if (/["'\s]id["']?\s*:\s*["']?eolinker\.com:/.test(text)) return 0.9;
  if (isExport(text) || isRouter(text) || isTemplate(text)) return 0.9;
  return isProcessFile(text) || isApiparkConfig(text) || isCompose(text) ? 0.6 : 0;
}

/** `profession-router.yml` and its kin: a list of objects with ids of their profession. */
function isExport(text: string): boolean {
  return (
    /^["'\s{]*(?:router|template|service)["']?\s*:/m.test(text) &&
    /\bid["']?\s*:\s*["']?[\w.-]+@(?:router|template|service)\b/.test(text)
  );
}

/** The body of a router, as the open API takes it. */
function isRouter(text: string): boolean {
  return (
    /^["'\s{-]*driver["']?\s*:\s*["']?http\b/m.test(text) &&
    /^["'\s{-]*location["']?\s*:/m.test(text) &&
    /^["'\s]*(?:service|plugins|template|listen|status)["']?\s*:/m.test(text)
  );
}

function isTemplate(text: string): boolean {
  return /^["'\s{-]*driver["']?\s*:\s*["']?plugin_template\b/m.test(text);
}

/** `config.yml` and `apinto.yml`, with which the processes of Apinto start. */
function isProcessFile(text: string): boolean {
  const listens = /^client\s*:/m.test(text) && /^gateway\s*:/m.test(text) && /\blisten_urls\s*:/.test(text);
  const folders = /^socket_dir\s*:/m.test(text) && /^extends_dir\s*:/m.test(text);
  return listens || folders;
}

/** The configuration of APIPark's own server: a database that no other program describes in these words. */
function isApiparkConfig(text: string): boolean {
  return (
    /^mysql\s*:/m.test(text) &&
    /^[ \t]+user_name\s*:/m.test(text) &&
    /^redis\s*:/m.test(text) &&
    /^[ \t]+addr\s*:/m.test(text) &&
    /^(?:error_log|nsq)\s*:/m.test(text)
  );
}

function isCompose(text: string): boolean {
  return /^[ \t]+image\s*:\s*["']?(?:[\w.:-]+\/)*(?:apipark\/apipark|eolinker\/apinto-gateway)\b/m.test(text);
}
