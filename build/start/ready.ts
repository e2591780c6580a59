/** Whether the API answers and has received a media node's report. */
export async function hasMediaNode(serverUrl: string): Promise<boolean> {
  const answer = await fetch(`${serverUrl}/readyz`, { signal: AbortSignal.timeout(2_000) });
  return answer.ok && ((await answer.json()) as { media_nodes: number }).media_nodes > 0;
}
