/** Extensions of files that a page loads and a person does not: framing one of them gains an attacker nothing. */
const ASSETS: ReadonlySet<string> = new Set(
  (
    'css js mjs map png jpg jpeg jpe gif ico icon webp avif bmp tif tiff svg svgz cur woff woff2 ttf ttc otf eot ' +
    'mp3 mp4 m4a m4v ogg ogv oga opus webm wav flac avi mov mkv mpg mpeg mid midi zip gz tgz tar bz2 xz rar 7z iso ' +
    'exe msi dmg deb rpm apk wasm webmanifest'
  ).split(' '),
);

/** `/.well-known/acme-challenge/`: one-line tokens for a certificate authority (RFC 8555, section 8.3). */
export function isChallengeLocation(args: readonly string[]): boolean {
  return /^\^?\/(\\?\.)well-known\/(acme-challenge|pki-validation)\b/.test(args.at(-1) ?? '');
}

/** A location that serves nothing but assets, by the look of its path or regex. */
export function isAssetLocation(args: readonly string[]): boolean {
  const pattern = args.at(-1) ?? '';
  const regex = args.length > 1 ? /^~\*?$/.test(args[0] ?? '') : /^~\*?./.test(pattern);
  if (!regex)
    return /^\/(favicon\.ico|robots\.txt)$/.test(pattern) || ASSETS.has(/\.(\w+)$/.exec(pattern)?.[1] ?? '');
  const alternatives = /\\\.(?:\((?:\?:)?([\w|?]+)\)|(\w+\??\w*))\$$/.exec(pattern);
  const list = alternatives?.[1] ?? alternatives?.[2];
  return list?.split('|').every(isAssetPattern) ?? false;
}

/** `jpe?g` stands for both spellings. */
function isAssetPattern(pattern: string): boolean {
  const extension = pattern.toLowerCase();
  return ASSETS.has(extension.replaceAll('?', '')) && ASSETS.has(extension.replace(/\w\?/g, ''));
}
