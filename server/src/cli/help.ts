const overview = `gateway-lint: which responses of a gateway may a browser put into a hostile frame?

Usage
  gateway-lint check [paths…]    List what is wrong, and with --fix mend what is safe to mend
  gateway-lint headers PATH      Show the headers that each scope sends, and those it lost; with --url or
                                 --requests, which blocks answer a request, and with which headers
  gateway-lint explain [RULE]    Say what a rule reports, why it matters and what to do
  gateway-lint --version
  gateway-lint COMMAND --help

Exit status
  0  nothing at or above the threshold of --fail-on
  1  findings at or above it
  2  a wrong command line, input that cannot be read, or a rule that failed
`;

const settings = `  --policy POLICY            The framing you ask for: any (a valid policy, whichever), SAMEORIGIN or DENY
                             (default: any)
  --nginx-version VERSION    The nginx that runs the files, such as 1.29.3 (default: not known, so fixes keep to
                             what every supported release understands)
  --path-map FROM=TO         Where an absolute path of the machine that runs nginx is found here, such as
                             /etc/nginx=deploy/nginx; repeatable (default: by its longest end)
  --spring-version VERSION   The Spring Cloud Gateway that reads the files, such as 4.3.5, or its release train,
                             such as 2025.0 (default: the newest that reads them, and what differs is not known)
  --spring-profiles NAMES    The Spring profiles that are active, such as prod,eu; default where none is
                             (default: each that a file names, in turn)
`;

const check = `gateway-lint check: list what is wrong

Usage
  gateway-lint check [paths…] [options]

  Paths are files or folders; without any, the working directory. In a folder, hidden names, node_modules and files
  that are no gateway configuration are passed over. A file named by itself is checked with all the files it
  includes; a file that no gateway format claims is then an error. “-” is standard input.
  Nothing outside the named folders is read; for a named file, nothing outside the working directory, or outside
  its own folder where that is elsewhere.

Options
  --format text|json         json is a contract: docs/cli-json.md (default: text)
  --fix                      Write the safe fixes into the files, then list what remains. Safe: the file already
                             says it there, and the fix only makes gateways and browsers hear it
  --fail-on SEVERITY         Exit 1 from this severity on: error, warning or information (default: warning)
  --severity RULE=LEVEL      Report a rule as error, warning or information, or not at all (off); repeatable
${settings}  --stdin-path NAME          The name under which standard input is checked (default: nginx.conf)
  -h, --help
`;

const headers = `gateway-lint headers: show what each scope sends, or what a request is answered with

Usage
  gateway-lint headers PATH [options]
  gateway-lint headers PATH --url URL [--method METHOD] [--header 'NAME: VALUE']…
  gateway-lint headers PATH --requests FILE|-

  PATH is a file or a folder. For each server and location: the response headers in force, where they are written,
  those of an outer level that are lost there, and what a browser makes of the frame policy.

  With --url or --requests: the server and location that answer, the status, the headers of that response with the
  lines that set them, the frame policy, and what could not be known. Nothing is sent anywhere; the answer is
  computed. PATH is then one configuration: a file, or a folder with an nginx.conf or one other main file in it, or
  with gateway YAML. Of several formats in a folder, the one answers that has a route for the request.
  Which files it serves is looked up in its folder, and in the one around a folder named conf or nginx; whether a
  file exists elsewhere counts as not known. Exit status 0 if all requests were followed, whatever they came to.

Options
  --url URL                  The request: an absolute http or https URL
  --method METHOD            Its method (default: GET)
  --header 'NAME: VALUE'     A header that it carries; repeatable
  --requests FILE|-          Many requests: a JSON array of {url, method?, headers?: [[name, value]], upstream?:
                             {status?, headers?: [[name, value]]}}, where upstream is what a service behind the
                             gateway answers; “-” is standard input
  --format text|json         json is a contract: docs/cli-json.md (default: json with --requests, else text)
${settings}  -h, --help
`;

const explain = `gateway-lint explain: say what a rule reports

Usage
  gateway-lint explain [RULE]

  Prints the rule's page: what it reports, why it matters, what to do. Without a rule, lists them all.
`;

const pages: Readonly<Record<string, string>> = { check, headers, explain };

export function help(command?: string): string {
  return pages[command ?? ''] ?? overview;
}
