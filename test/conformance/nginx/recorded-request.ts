import { requestText, type Received } from './wire.ts';

/** The bytes of a recorded request, and the recorded port that they go to. */
export function recordedBytes(
  text: string,
  modified: string,
): { readonly bytes: string; readonly to: string } {
  const [method = '', target = '', ...options] = text.split(' ');
  const option = (name: string): string | undefined =>
    options.find((each) => each.startsWith(`${name}=`))?.slice(name.length + 1);
  const to = option('port') ?? '18100';
  if (method === 'RAW') {
    const quoted = text.slice('RAW '.length);
    return { bytes: quoted.slice(1, -1).replaceAll('\\r', '\r').replaceAll('\\n', '\n'), to: '18100' };
  }
  const headers = options
    .filter((each) => each.startsWith('H:'))
    .map((each): readonly [string, string] => {
      const [, name = '', value = ''] = /^H:([^=]*)=(.*)$/.exec(each) ?? [];
      return [name, value === '@mtime' ? modified : value];
    });
  // What is announced is sent, or nginx waits for it.
  const body = 'x'.repeat(Number(headers.find(([name]) => name === 'Content-Length')?.[1] ?? 0));
  const host = options.includes('nohost') ? [] : [['Host', option('host') ?? 'h'] as const];
  return {
    bytes: requestText(method, target, [...host, ...headers], body, `HTTP/${option('ver') ?? '1.1'}`),
    to,
  };
}

/** An answer as the record writes one: `200 UP|LOC`, `404 -`, in brackets byte for byte. */
export function shownAs(real: Received, header: string, version: string): string {
  if (real.body !== '' && real.status === 0) return 'noheader -';
  if (real.status === 0) return 'no-response';
  const isRaw = header === 'RAW';
  const name = isRaw ? 'x-frame-options' : header.toLowerCase();
  const values = real.headers.filter(([each]) => each.toLowerCase() === name).map(([, value]) => value);
  const text = values.join('|').replace(`nginx/${version}`, 'nginx/<ver>');
  return `${real.status ?? 'refused'} ${values.length === 0 ? '-' : isRaw ? `[${text}]` : text}`;
}
