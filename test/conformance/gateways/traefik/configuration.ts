import type { Random } from '../../../nginx/generate/random.ts';
import type { Configuration } from '../support/bench.ts';
import { render, type Fields, type Json } from '../support/render.ts';
import { spoil, type Dynamic } from './faults.ts';
import { compose } from './labels.ts';
import { middlewares, references } from './middlewares.ts';
import { objects } from './objects.ts';
import { routers, SERVICES } from './routers.ts';

/** A static file, and what its providers read. Ports and the folder stand as `__LISTEN__`, `__DIR__` and so on. */
export function configuration(_seed: number, random: Random): Configuration {
  const kind = random.pick(['file', 'file', 'file', 'folder', 'labels', 'objects'] as const);
  switch (kind) {
    case 'file':
    case 'folder':
      return fromFiles(random, kind === 'folder');
    case 'labels': {
      const known = middlewares(random);
      return {
        files: {
          'traefik.yml': staticFile(
            random,
            { docker: { endpoint: 'tcp://127.0.0.1:__DOCKER__' } },
            Object.keys(known),
            'docker',
          ),
          'compose.yml': compose(random, known, routers(random, Object.keys(known))),
        },
      };
    }
    case 'objects':
      return {
        files: {
          'traefik.yml': staticFile(
            random,
            { kubernetesCRD: { endpoint: 'http://127.0.0.1:__K8S__', token: 'x' } },
            ['default-guard'],
            'kubernetescrd',
          ),
          'objects.yml': objects(random),
        },
      };
  }
}

function fromFiles(random: Random, isFolder: boolean): Configuration {
  const known = middlewares(random);
  const dynamic: Dynamic = {
    http: { routers: routers(random, Object.keys(known)), middlewares: known, services: { ...SERVICES } },
  };
  const fault = random.chance(0.3) ? spoil(dynamic, random) : undefined;
  const provider = isFolder ? { directory: '__DIR__/dynamic' } : { filename: '__DIR__/dynamic.yml' };
  const traefik = staticFile(random, { file: provider }, Object.keys(known), 'file');
  if (!isFolder)
    return { fault, files: { 'traefik.yml': traefik, 'dynamic.yml': render({ ...dynamic }, random, KEEP) } };
  const { http } = dynamic;
  const parts: readonly Fields[] = [
    { http: { routers: http.routers } },
    { http: { middlewares: http.middlewares } },
    // A second definition of a name that another file has: the first file in the order of names counts.
    ...(random.chance(0.3)
      ? [{ http: { middlewares: { guard: { headers: { customFrameOptionsValue: 'SECOND' } } } } }]
      : []),
    { http: { services: http.services } },
  ];
  const names = ['b.yml', 'a.yaml', 'sub/c.yml', 'd.yml', 'z.yml'];
  return {
    fault,
    files: {
      'traefik.yml': traefik,
      ...Object.fromEntries(
        parts.map((part, index) => [`dynamic/${names[index] ?? `${index}.yml`}`, render(part, random, KEEP)]),
      ),
    },
  };
}

/** Names that people give, and which no style may respell. */
const KEEP = { keepsNames: true };

function staticFile(random: Random, providers: Fields, known: readonly string[], provider: string): string {
  const guarded = random.chance(0.25);
  const web = (address: string): Json => ({ address });
  return render(
    {
      log: { level: 'DEBUG', noColor: true },
      entryPoints: {
        web: web('127.0.0.1:__LISTEN__'),
        websecure: {
          address: '127.0.0.1:__LISTEN2__',
          ...(guarded && { http: { middlewares: references(random, known, `@${provider}`) } }),
        },
      },
      providers: { providersThrottleDuration: '0.1s', ...providers },
    },
    random,
    KEEP,
  );
}
