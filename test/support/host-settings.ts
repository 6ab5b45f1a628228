/**
 * What the machine has set about accounts and the network is not part of a test: its proxies and certificates would be
 * read by every command, its profile and region would answer in place of the test's own.
 */
export default function setup(): void {
  for (const name of Object.keys(process.env)) {
    if (/^AWS_|^(?:https?|no|all)_proxy$|^REQUESTS_CA_BUNDLE$/i.test(name)) delete process.env[name];
  }
}
