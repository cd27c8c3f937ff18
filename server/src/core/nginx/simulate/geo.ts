import type { Located } from '../lower/located.ts';
import type { Transaction } from './transaction.ts';
import { remoteAddress } from './built-in-variables.ts';
import { evaluate, variable } from './variables.ts';

/** ngx_http_geo_module, IPv4: the narrowest network that holds the address; values are plain text. */
export function geoValue(block: Located, lines: readonly Located[], t: Transaction): string | undefined {
  const byDefault = lines.find((line) => line.name === 'default')?.args[0] ?? '';
  const networks = lines.flatMap((line) => {
    const range = networkOf(line.name);
    const value = line.args[0];
    return range === undefined || value === undefined ? [] : [{ ...range, value }];
  });
  const others = lines.filter(
    (line) => line.args.length > 0 && line.name !== 'default' && networkOf(line.name) === undefined,
  );
  if (networks.every(({ value }) => value === byDefault) && others.length === 0) return byDefault;
  if (others.some((line) => line.name !== 'delete' && !line.name.includes(':'))) return undefined;
  const source = block.args.length > 1 ? block.args[0] : undefined;
  const address = source === undefined ? remoteAddress(t) : addressFrom(source, t);
  if (address === undefined || address.includes(':')) return undefined;
  // What is no address counts as INADDR_NONE.
  const number = ipv4(address) ?? 0xffffffff;
  const holding = networks.filter(({ low, high }) => low <= number && number <= high);
  return holding.toSorted((a, b) => a.high - a.low - (b.high - b.low))[0]?.value ?? byDefault;
}

function addressFrom(source: string, t: Transaction): string | undefined {
  return source.startsWith('$') ? variable(source.slice(1).toLowerCase(), t) : evaluate(source, t);
}

interface Network {
  readonly low: number;
  readonly high: number;
}

export function networkOf(text: string): Network | undefined {
  const [, from = '', bits, to] = /^([\d.]+)(?:\/(\d+)|-([\d.]+))?$/.exec(text) ?? [];
  const low = ipv4(from);
  if (low === undefined) return undefined;
  if (to !== undefined) {
    const high = ipv4(to);
    return high === undefined ? undefined : { low, high };
  }
  const size = 2 ** (32 - Number(bits ?? 32));
  const start = Math.floor(low / size) * size;
  return { low: start, high: start + size - 1 };
}

export function ipv4(text: string): number | undefined {
  const parts = text.split('.').map(Number);
  if (parts.length !== 4 || parts.some((part) => !Number.isInteger(part) || part < 0 || part > 255))
    return undefined;
  return parts.reduce((sum, part) => sum * 256 + part, 0);
}
