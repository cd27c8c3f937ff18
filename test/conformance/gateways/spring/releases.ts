import type { Kind } from './generate/shape.ts';

/** A release that runs on Java 17, and the artifacts that it is put together from. */
export interface Release {
  readonly name: string;
  readonly kind: Kind;
  readonly version: string;
  readonly starter: string;
  readonly boot: string;
  readonly cloud: string;
  /** How many of a hundred configurations it gets. */
  readonly share: number;
}

export const RELEASES: readonly Release[] = [
  {
    name: 'webflux-5.0',
    kind: 'webflux',
    version: '5.0.3',
    starter: 'spring-cloud-starter-gateway-server-webflux',
    boot: '4.0.7',
    cloud: '2025.1.3',
    share: 75,
  },
  {
    name: 'webmvc-5.0',
    kind: 'webmvc',
    version: '5.0.2',
    starter: 'spring-cloud-starter-gateway-server-webmvc',
    boot: '4.0.7',
    cloud: '2025.1.2',
    share: 25,
  },
];
