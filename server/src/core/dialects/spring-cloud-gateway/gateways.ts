import type { Activation } from './config/application.ts';
import { GENERATIONS, viewOf, type Generation, type Kind } from './config/view.ts';
import { readGateway, type Gateway } from './lower/gateway.ts';
import { locatorOf } from './lower/locator.ts';

const KINDS: readonly Kind[] = ['webflux', 'webmvc'];

/** `4.1.9`, `2024.0` and `5` to the release that reads alike; `undefined` where nobody told. */
export function releaseOf(version: string | undefined): Generation | undefined {
  const [, major = '', minor = '0'] = /^v?(\d+)(?:\.(\d+))?/.exec(version ?? '') ?? [];
  if (major === '') return undefined;
  const year = Number(major);
  // A release train is named by its year: 2023.0 brings 4.1, 2024.0 4.2, 2025.0 4.3 and 2025.1 5.0.
  if (year >= 2020) {
    if (year < 2024) return 4.1;
    if (year === 2024) return 4.2;
    return year === 2025 && minor === '0' ? 4.3 : 5;
  }
  const number = Number(major) + Number(minor) / 10;
  return GENERATIONS.find((generation) => generation <= number) ?? 4.1;
}

/**
 * The gateways that a configuration can be: of each kind that it has routes for, in every release that reads them.
 * Nobody keeps a configuration that his release does not read.
 */
export function gatewaysOf(activation: Activation, known?: Generation): readonly Gateway[] {
  if (known !== undefined) {
    const both = KINDS.map((kind) => readGateway(viewOf(kind, known, activation)));
    const used = both.filter((gateway) => isUsed(gateway));
    return used.length > 0 ? used : both.slice(0, 1);
  }
  return KINDS.flatMap((kind) =>
    GENERATIONS.map((generation) => readGateway(viewOf(kind, generation, activation))).filter(isUsed),
  );
}

/** The newest release that reads the most of it, of each kind: what rules judge. */
export function latestGateways(activation: Activation, known?: Generation): readonly Gateway[] {
  if (known !== undefined) return gatewaysOf(activation, known);
  return KINDS.flatMap((kind) => {
    for (const generation of GENERATIONS) {
      const gateway = readGateway(viewOf(kind, generation, activation));
      if (isUsed(gateway)) return [gateway];
    }
    return [];
  });
}

function isUsed({ table, defaults, view }: Gateway): boolean {
  return (
    table.routes.length > 0 ||
    table.property !== undefined ||
    defaults !== undefined ||
    locatorOf(view) !== undefined
  );
}
