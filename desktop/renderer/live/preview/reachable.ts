/** Whether browsers let a page load this address: an encrypted page loads nothing unencrypted. */
function isReachable(address: string, pageProtocol: string): boolean {
  return pageProtocol !== 'https:' || URL.parse(address)?.protocol === 'https:';
}

interface Offered {
  whep_url: string | null;
  hls_url: string | null;
}

/** The addresses of a preview that this page can use. `withheld`: there are some, and browsers allow none of them. */
export function reachablePreview<P extends Offered>(
  preview: P | null,
  pageProtocol: string,
): { preview: P | null; withheld: boolean } {
  if (preview === null) return { preview, withheld: false };
  const allowed = (url: string | null) => (url !== null && isReachable(url, pageProtocol) ? url : null);
  const [whep_url, hls_url] = [allowed(preview.whep_url), allowed(preview.hls_url)];
  const offered = preview.whep_url !== null || preview.hls_url !== null;
  const some = whep_url !== null || hls_url !== null;
  return { preview: { ...preview, whep_url, hls_url }, withheld: offered && !some };
}
