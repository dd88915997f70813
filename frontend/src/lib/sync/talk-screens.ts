/** What the open account shows of guided conversations, and what their gates are asked with. */
import type { ObjectId, SpaceId } from '#lib/crypto/ids.js';
import { gate, type GateSituation } from '#lib/talk/gates.js';
import {
	findGuide,
	newestGuides,
	type Company,
	type Guide,
	type GuideBundle
} from '#lib/talk/guide.js';
import { loadGuides } from '#lib/talk/load.js';
import type { TodaySaid } from '#lib/talk/today-said.js';
import type { OwnPlace } from '#lib/view/compose-inbox.js';
import type { ComposedKept } from '#lib/view/compose-kept.js';
import type { PendingIntent } from '#lib/view/compose-notes.js';
import {
	composeOwnTalk,
	pagesAt,
	toKeptView,
	toRunView,
	type ComposedTalk
} from '#lib/view/compose-runs.js';
import {
	composeConversations,
	invitationOf,
	stageOf,
	toConversationView,
	type ComposedConversation,
	type TalkPlace
} from '#lib/view/compose-talk.js';
import type { Page } from '#lib/log/content-talk.js';
import type { Attention } from '#lib/view/sync.svelte.js';
import type { ConversationView, TalkState } from '#lib/view/talk.svelte.js';
import type { AnswerRows } from './answer-rows';
import type { PageTyping } from './page-typing';
import { refusedAnswers } from './refused';
import type { SpaceLog } from './space-log';
import type { SpaceSet } from './space-set';

export interface TalkScreensParts {
	spaces: SpaceSet;
	answers: AnswerRows;
	pages: PageTyping;
	said: TodaySaid;
	now: () => number;
	ownPlace: () => OwnPlace;
	pending: (space: SpaceId) => PendingIntent[];
}

const NOTHING: ComposedTalk = {
	runs: [],
	pages: [],
	kept: [],
	closed: { joint: false, deep: false }
};

/** One conversation, and the log that it is in. */
export interface FoundConversation {
	log: SpaceLog;
	composed: ComposedConversation;
}

export class TalkScreens {
	/** Null until they are loaded. */
	guides: GuideBundle | null = null;
	/** They did not arrive. */
	private failed = false;
	own: ComposedTalk = NOTHING;
	views: ConversationView[] = [];
	private found = new Map<string, FoundConversation & { place: TalkPlace }>();

	constructor(private readonly parts: TalkScreensParts) {}

	refresh(): void {
		const { spaces, ownPlace } = this.parts;
		this.own = composeOwnTalk(ownPlace());
		this.found = new Map(
			spaces.shared.flatMap((log) => {
				const place = this.placeOf(log);
				return composeConversations(place).map(
					(composed) => [composed.folded.id, { log, composed, place }] as const
				);
			})
		);
		this.views = [...this.found.values()]
			.map(({ place, composed }) => {
				return toConversationView(place, composed, this.runOf(composed.folded.id)?.id ?? null);
			})
			.sort((a, b) => b.lastMs - a.lastMs);
	}

	/** Throws what the browser throws where the file does not arrive. */
	async load(): Promise<GuideBundle> {
		try {
			this.guides ??= await loadGuides();
			return this.guides;
		} catch (error) {
			this.failed = true;
			throw error;
		}
	}

	clear(): void {
		this.own = NOTHING;
		this.views = [];
		this.found.clear();
	}

	get state(): TalkState {
		const { own, guides } = this;
		const typed = this.parts.pages.all;
		return {
			ready: guides !== null,
			failed: guides === null && this.failed,
			guides: guides ? newestGuides(guides) : [],
			guideOf: ({ guide, version }) => this.version(guide, version) ?? null,
			runs: own.runs.map((run) => toRunView(run, own, typed)),
			conversations: this.views.filter((view) => this.isShown(view)),
			kept: own.kept.map(toKeptView),
			notes: this.notes,
			closed: own.closed,
			situation: (guide, company) => this.situation(guide, company),
			gate: (guide, company) => gate(guide, this.situation(guide, company))
		};
	}

	/** Answers that did not get in, and openings that are not what was sealed here. */
	get attention(): Attention[] {
		const alarms = this.views.flatMap(({ id, openings }) =>
			openings.flatMap(({ opening, problem }): Attention[] =>
				problem === 'not_ours' ? [{ kind: 'answer_changed', conversation: id, opening }] : []
			)
		);
		return [...alarms, ...refusedAnswers(this.parts.answers.all)];
	}

	/** Invitations that this person's closing keeps away. */
	get kept(): ReadonlySet<string> {
		return new Set(this.views.filter((view) => !this.isShown(view)).map(({ id }) => id));
	}

	find(id: string): FoundConversation | undefined {
		return this.found.get(id);
	}

	/** The guide that a conversation follows; undefined where this app does not know it. */
	guideOf(id: string): Guide | undefined {
		const found = this.found.get(id);
		const invitation = found && invitationOf(found.place, found.composed);
		return invitation ? this.version(invitation.guide, invitation.version) : undefined;
	}

	private version(id: string | null, version: number | null): Guide | undefined {
		if (!this.guides || id === null || version === null) return undefined;
		return findGuide(this.guides, id, version);
	}

	runOf(conversation: string) {
		return this.own.runs.find(({ words }) => words.conversation === conversation);
	}

	/** The page of a step that is shown: what later words take the place of. */
	page(run: ObjectId, step: string): ComposedKept<Page> | undefined {
		return pagesAt(this.own, run, step)[0];
	}

	situation(guide: Guide, company: Company): GateSituation {
		return {
			company,
			finished: this.finished,
			closed: this.own.closed,
			...this.parts.said.of(guide.id),
			anyPaused: this.views.some(({ stage, pause }) => stage === 'running' && pause !== null),
			hostOpened: false
		};
	}

	/** Pages of the space that is open: notes of invitations, each under its guide. */
	private get notes(): Map<string, string> {
		const open = this.parts.spaces.open?.keys.space;
		const typed = this.parts.pages.all.filter(({ run }) => String(run) === open);
		return new Map(typed.map(({ step, words }) => [step, words.note ?? '']));
	}

	/** Guides whose every joint step is behind the two, in the space that is open: none that was ended. */
	private get finished(): Set<string> {
		const open = this.parts.spaces.open?.keys.space;
		const done = this.views.filter(({ space, stage }) => space === open && stage === 'done');
		return new Set(done.map(({ guide }) => guide).filter((guide) => guide !== null));
	}

	/** An invitation from the other person stays away from what this person keeps closed (R18). */
	private isShown({ id, mine, stage }: ConversationView): boolean {
		if (mine || (stage !== 'invited' && stage !== 'lapsed')) return true;
		const { joint, deep } = this.own.closed;
		if (joint) return false;
		return !deep || (this.guides !== null && this.guideOf(id)?.intensity !== 'deep');
	}

	private placeOf(log: SpaceLog): TalkPlace {
		const { spaces, answers, now, pending } = this.parts;
		const { space, own } = log.keys;
		const base = { space, me: own.member, fold: log.fold, pending: pending(space) };
		const closed = spaces.isClosed(log);
		return { ...base, closed, answers, guides: this.guides, nowMs: now() };
	}

	/** Conversations that were ever paused, with when to return; null where the pause is over. */
	get pauses(): ReadonlyMap<string, number | null> {
		return new Map(
			[...this.found.values()].flatMap(({ composed: { folded }, place }) => {
				const { paused } = folded.state.facts;
				if (!folded.acts.some(({ verb }) => verb === 'conversation.paused')) return [];
				const isOver = stageOf(folded, place) !== 'running';
				return [[folded.id, isOver ? null : (paused?.returnMs ?? null)]];
			})
		);
	}
}
