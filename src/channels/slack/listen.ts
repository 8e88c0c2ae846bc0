import type { App, Receiver, ReceiverEvent } from '@slack/bolt';
import type { WebClient } from '@slack/web-api';
import { type Desk, langOf, type Memory, refusalOf, type SlackDeps, tenantOf } from './desk.ts';
import { onSubmitted, type ViewReply } from './forms.ts';
import { fromAction, fromCommand, fromEvent, fromShortcut, fromView, type Who } from './inbound.ts';
import type { installationStore } from './install.ts';
import { addressOf, bodyOf, type Job } from './jobs.ts';
import { publishHome } from './publish-home.ts';
import { slackText } from './strings.ts';
import { onThread } from './work.ts';

/** What comes in, by its kind. Slack is told that it arrived when it is kept, and resends what it was not told of. */
export function listen(
  app: App,
  deps: SlackDeps,
  memory: Memory,
  track: <T>(work: Promise<T>) => Promise<T>,
  installs: ReturnType<typeof installationStore>,
): WeakSet<object> {
  const defaults = { country: deps.config.country, lang: deps.config.lang };
  const deskFor = (api: WebClient, { team, user }: Who): Desk => ({ deps, api, memory, team, user });
  const keep = (job: Job, { enterpriseId, isEnterpriseInstall }: Context): Promise<void> => {
    const { team } = job.given;
    const body = bodyOf(job, { teamId: team, enterpriseId, isEnterpriseInstall });
    return deps.inbox.receive({ tenant: tenantOf({ deps, team }), channel: 'slack', ...addressOf(job), body });
  };
  /** Events that could not be kept. */
  const unkept = new WeakSet<object>();

  app.event(/.*/, async ({ body, client, context }) => {
    const event = fromEvent(body, context.botUserId ?? '', defaults);
    if (!event) return;
    try {
      if (event.what === 'gone') {
        const { team, enterprise } = event;
        await installs.deleteInstallation?.({
          teamId: team,
          enterpriseId: enterprise,
          isEnterpriseInstall: context.isEnterpriseInstall,
        });
      } else if (event.what === 'said') await keep({ kind: 'said', given: event }, context);
      else if (event.what === 'thread' && event.started) await keep({ kind: 'thread', given: event }, context);
    } catch (error) {
      unkept.add(body);
      throw error;
    }
    // Neither is missed: it comes again with the next look.
    if (event.what === 'thread' && !event.started) await onThread(deskFor(client, event), event);
    if (event.what === 'home') void track(publishHome(deskFor(client, event)).catch((error) => failed(error)));
  });

  app.action(/.*/, async ({ body, ack, context }) => {
    const action = fromAction(body, defaults);
    if (action) await keep({ kind: 'action', given: action }, context);
    await ack();
  });

  app.view({ callback_id: /.*/, type: 'view_submission' }, async ({ body, ack, client, context }) => {
    const sent = fromView(body, defaults);
    if (!sent) return ack();
    const reply = {
      now: async (answer: ViewReply) => ack(answer),
      keep: () => keep({ kind: 'submitted', given: sent }, context),
    };
    await track(onSubmitted(deskFor(client, sent), sent, reply));
  });
  app.view({ callback_id: /.*/, type: 'view_closed' }, async ({ body, ack, context }) => {
    const left = fromView(body, defaults);
    if (left) await keep({ kind: 'closed', given: left }, context);
    await ack();
  });

  app.command(/.*/, async ({ body, ack, client, context }) => {
    const command = fromCommand(body, defaults);
    if (!command) return ack();
    await keep({ kind: 'command', given: command }, context);
    if (command.what === 'begin' && command.screening !== 'photo-check') {
      const said = command.screening === 'dpia' ? 'dpia.ack' : 'list.ack';
      return ack({
        response_type: 'ephemeral',
        text: slackText(deps.knowledge, await langOf(deskFor(client, command)), said),
      });
    }
    await ack();
  });

  app.shortcut(/.*/, async ({ body, ack, context }) => {
    const shortcut = fromShortcut(body);
    if (shortcut) await keep({ kind: 'shortcut', given: shortcut }, context);
    await ack();
  });

  const failed = (error: unknown) => deps.log.error('slack.failed', error, { why: refusalOf(error) });
  app.error(async (error) => failed(error.original ?? error));
  return unkept;
}
type Context = { enterpriseId?: string | undefined; isEnterpriseInstall: boolean };

/** Bolt acknowledges an event before anybody has looked at it. Here Slack is told when it is kept, and not at all when it can't be: then it sends it again. */
export function patient(receiver: Receiver, unkept: () => WeakSet<object>): Receiver {
  const init = receiver.init.bind(receiver);
  receiver.init = (app) => {
    const shaped = async (event: ReceiverEvent) => {
      if (event.body.type !== 'event_callback') return app.processEvent(event);
      await app.processEvent({ ...event, ack: async () => undefined });
      if (!unkept().has(event.body)) await event.ack();
    };
    /** Bolt stumbles over a body that is none of Slack's shapes, before anybody here sees it: taken and left, since nobody can read it the next time either. */
    const processEvent = (event: ReceiverEvent) =>
      shaped(event).catch((error: unknown) => {
        if (!(error instanceof TypeError)) throw error;
        return event.ack();
      });
    init(Object.assign(Object.create(app) as App, { processEvent }));
  };
  return receiver;
}
