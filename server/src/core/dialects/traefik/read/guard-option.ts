import type { YamlValue } from '../../../syntax/yaml/render.ts';

/** The option of the `headers` middleware that sets a header. */
export function guardOption(
  header: string,
  value: string,
): { readonly path: readonly string[]; readonly text: YamlValue } {
  switch (header.toLowerCase()) {
    case 'x-frame-options':
      return value === 'DENY'
        ? { path: ['frameDeny'], text: true }
        : { path: ['customFrameOptionsValue'], text: value };
    case 'content-security-policy':
      return { path: ['contentSecurityPolicy'], text: value };
    default:
      return { path: ['customResponseHeaders', header], text: value };
  }
}

/** As labels are written mostly: option names in small letters. */
export function guardLabel(
  header: string,
  value: string,
): { readonly path: readonly string[]; readonly text: YamlValue } {
  const { path, text } = guardOption(header, value);
  const [option = '', ...rest] = path;
  return { path: [option.toLowerCase(), ...rest], text };
}
