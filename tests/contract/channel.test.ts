import { describe, expect, test } from 'vitest';
import { channelContract } from './channel.contract.ts';
import { slackChat } from './chats/slack.ts';
import { teamsChat } from './chats/teams.ts';
import { terminalChat } from './chats/terminal.ts';
import { webChat } from './chats/web.ts';

/** One conversation, in every channel. */

const traces = {
  terminal: channelContract('a conversation in the terminal', terminalChat),
  web: channelContract('a conversation on the web, without a script', webChat),
  slack: channelContract('a conversation in Slack, by Socket Mode', slackChat),
  'slack by http': channelContract('a conversation in Slack, by signed HTTP', () => slackChat({ http: true })),
  teams: channelContract('a conversation in Teams', teamsChat),
};

describe('the same conversation', () => {
  test.each(Object.keys(traces).slice(1))('comes to the same in the terminal and in %s', (name) => {
    expect(traces[name as keyof typeof traces]).toEqual(traces.terminal);
  });
});
