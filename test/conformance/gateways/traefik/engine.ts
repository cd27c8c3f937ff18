import { createServer } from 'node:http';
import { parse } from 'yaml';

interface Compose {
  readonly services: Readonly<
    Record<
      string,
      { readonly labels?: readonly string[] | Readonly<Record<string, string | number | boolean | null>> }
    >
  >;
}

/** A pretend Docker engine: one container for each service of a compose file, labelled as Compose would label it. */
export async function startEngine(port: number, compose: string): Promise<() => void> {
  const { services } = parse(compose) as Compose;
  const containers = Object.entries(services).map(([name, { labels = {} }], index) => ({
    Id: `${index}`.padStart(64, '0'),
    Names: [`/lab-${name}-1`],
    Name: `/lab-${name}-1`,
    State: 'running',
    Labels: { 'com.docker.compose.project': 'lab', 'com.docker.compose.service': name, ...labelsOf(labels) },
  }));
  const server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/\?.*/, '').replace(/^\/v[\d.]+/, '');
    const one = /^\/containers\/(\w+)\/json$/.exec(path)?.[1];
    response.setHeader('Api-Version', '1.47');
    response.setHeader('Content-Type', 'application/json');
    if (path === '/events') {
      response.flushHeaders();
      return;
    }
    if (path === '/containers/json') return void response.end(JSON.stringify(containers));
    const container = containers.find(({ Id }) => Id === one);
    if (container !== undefined) return void response.end(JSON.stringify(inspected(container)));
    response.end(JSON.stringify(path === '/version' ? { Version: '27.0', ApiVersion: '1.47' } : {}));
  });
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return () => {
    server.closeAllConnections();
    server.close();
  };
}

function inspected({
  Id,
  Name,
  Labels,
}: {
  readonly Id: string;
  readonly Name: string;
  readonly Labels: object;
}): object {
  return {
    Id,
    Name,
    State: { Status: 'running', Running: true },
    Config: { Labels },
    HostConfig: { NetworkMode: 'lab' },
    NetworkSettings: { Ports: {}, Networks: { lab: { IPAddress: '127.0.0.1' } } },
  };
}

function labelsOf(
  labels: NonNullable<Compose['services'][string]['labels']>,
): Readonly<Record<string, string>> {
  const pairs = Array.isArray(labels)
    ? (labels as readonly string[]).map((label): readonly [string, string] => {
        const at = label.indexOf('=');
        return at < 0 ? [label, ''] : [label.slice(0, at), label.slice(at + 1)];
      })
    : Object.entries(labels).map(([key, value]): readonly [string, string] => [key, String(value ?? '')]);
  return Object.fromEntries(pairs.map(([key, value]) => [key, value.replaceAll('$$', '$')]));
}
