/** Where a bot in Teams is reached: that of the installation, or that of the municipality with this folder. */
export const teamsPath = (folder?: string): string =>
  folder === undefined ? '/api/messages' : `/api/messages/${encodeURIComponent(folder)}`;
